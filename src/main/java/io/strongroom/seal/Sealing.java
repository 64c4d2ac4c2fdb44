package io.strongroom.seal;

import com.google.crypto.tink.Aead;
import io.strongroom.token.TenantId;

/** Makes and opens tenants' keysets with the key-encryption key of this database. */
public final class Sealing {
  private final Aead kek;

  Sealing(Aead kek) {
    this.kek = kek;
  }

  /** New keysets for a new tenant. */
  public WrappedKeys makeKeys(TenantId tenant) {
    return Keysets.make(kek, tenant);
  }

  /**
   * @throws DoesNotOpen if the keysets were wrapped by another key or for another tenant
   */
  public TenantKeys openKeys(TenantId tenant, WrappedKeys wrapped) {
    return Keysets.open(kek, tenant, wrapped);
  }

  /** A new key of the service's signatures, wrapped. */
  public byte[] makeSigner() {
    return SignerKeyset.make(kek);
  }

  /**
   * @throws DoesNotOpen if the key was wrapped by another key
   */
  public ServiceSigner openSigner(byte[] wrapped) {
    return SignerKeyset.open(kek, wrapped);
  }
}
