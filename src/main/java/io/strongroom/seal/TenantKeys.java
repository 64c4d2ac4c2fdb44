package io.strongroom.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.prf.PrfSet;
import io.strongroom.token.SecretText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Set;

/** One tenant's keys, unwrapped: seals and opens its secrets and hashes its token values. */
public final class TenantKeys {
  private static final int HASH_BYTES = 32;

  private final Aead data;
  private final PrfSet lookup;
  private final int sealing;
  private final Set<Integer> versions;

  /**
   * @param sealing the version of the key that seals
   * @param versions of all keys that open
   */
  TenantKeys(Aead data, PrfSet lookup, int sealing, Set<Integer> versions) {
    this.data = data;
    this.lookup = lookup;
    this.sealing = sealing;
    this.versions = Set.copyOf(versions);
  }

  /** Which key seals. */
  public int keyVersion() {
    return sealing;
  }

  /** Whether the key that has sealed this is among these; else it is newer, or was retired. */
  public boolean know(Sealed sealed) {
    int version = sealed.keyVersion();
    return version == sealing || versions.contains(version);
  }

  public Sealed seal(SecretText secret, Place place) {
    try {
      byte[] text = secret.reveal().getBytes(StandardCharsets.UTF_8);
      return new Sealed(data.encrypt(text, place.associatedData()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing failed", e);
    }
  }

  /**
   * @throws DoesNotOpen if the bytes were not sealed for this very place
   */
  public SecretText open(Sealed sealed, Place place) {
    try {
      byte[] text = data.decrypt(sealed.bytes(), place.associatedData());
      return SecretText.of(new String(text, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new DoesNotOpen(place.table() + "." + place.column(), e);
    }
  }

  public LookupHash hash(SecretText token) {
    try {
      byte[] text = token.reveal().getBytes(StandardCharsets.UTF_8);
      return LookupHash.of(lookup.computePrimary(text, HASH_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("hashing failed", e);
    }
  }
}
