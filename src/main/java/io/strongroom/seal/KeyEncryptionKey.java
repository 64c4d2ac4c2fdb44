package io.strongroom.seal;

import java.util.Optional;

/** The keys that wrap tenants' keysets; a file today, a key management service behind this. */
interface KeyEncryptionKey {

  /**
   * The keys, if there are any yet.
   *
   * @throws StartRefused if there is something in their place that is no keyset
   */
  Optional<Kek> find();

  /** Makes the first key where there is none; durable before it returns. */
  Kek make();

  /** Takes back a key that this start has made and nothing uses. */
  void discard();

  /**
   * Puts other keys in the place of these; durable before it returns, and either the former or the
   * new keys are there whenever it is interrupted. What was there is overwritten then.
   *
   * @throws KekRefused if it may not be changed, or is not what was read before
   */
  void replace(Kek present, Kek next);
}
