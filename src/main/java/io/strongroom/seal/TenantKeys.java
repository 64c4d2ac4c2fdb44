package io.strongroom.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.prf.PrfSet;
import io.strongroom.token.SecretText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** One tenant's keys, unwrapped: seals and opens its secrets and hashes its token values. */
public final class TenantKeys {
  private static final int HASH_BYTES = 32;

  private final Aead data;
  private final PrfSet lookup;

  TenantKeys(Aead data, PrfSet lookup) {
    this.data = data;
    this.lookup = lookup;
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
