package io.strongroom.seal;

import com.google.crypto.tink.Aead;
import io.strongroom.database.StartRefused;
import java.util.Optional;

/** The key that wraps tenants' keysets; a file today, a key management service behind this. */
interface KeyEncryptionKey {

  /**
   * The key, if there is one yet.
   *
   * @throws StartRefused if there is something in its place that is no key
   */
  Optional<Aead> find();

  /** Makes the key where there is none; durable before it returns. */
  Aead make();

  /** Takes back a key that this start has made and nothing uses. */
  void discard();
}
