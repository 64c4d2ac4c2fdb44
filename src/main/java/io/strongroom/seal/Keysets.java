package io.strongroom.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.crypto.tink.prf.PrfSet;
import io.strongroom.token.TenantId;
import java.security.GeneralSecurityException;

/** Makes and unwraps tenants' keysets under the key-encryption key. */
final class Keysets {
  private static final String DATA = "keyset";
  private static final String LOOKUP = "lookup_keyset";

  static {
    try {
      AeadConfig.register();
      PrfConfig.register();
    } catch (GeneralSecurityException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Keysets() {}

  static WrappedKeys make(Aead kek, TenantId tenant) {
    try {
      return new WrappedKeys(
          wrap(kek, PredefinedAeadParameters.AES256_GCM, Place.of(tenant, "tenant", DATA)),
          wrap(kek, PredefinedPrfParameters.HMAC_SHA256_PRF, Place.of(tenant, "tenant", LOOKUP)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("making a keyset failed", e);
    }
  }

  static TenantKeys open(Aead kek, TenantId tenant, WrappedKeys wrapped) {
    try {
      return new TenantKeys(
          unwrap(kek, wrapped.data(), Place.of(tenant, "tenant", DATA), Aead.class),
          unwrap(kek, wrapped.lookup(), Place.of(tenant, "tenant", LOOKUP), PrfSet.class));
    } catch (GeneralSecurityException e) {
      throw new DoesNotOpen("the keyset of a tenant", e);
    }
  }

  private static byte[] wrap(Aead kek, Parameters kind, Place place)
      throws GeneralSecurityException {
    KeysetHandle made =
        KeysetHandle.newBuilder()
            .addEntry(KeysetHandle.generateEntryFromParameters(kind).withRandomId().makePrimary())
            .build();
    return TinkProtoKeysetFormat.serializeEncryptedKeyset(
        made, kek, place.associatedData(), RegistryConfiguration.get());
  }

  private static <P> P unwrap(Aead kek, byte[] wrapped, Place place, Class<P> primitive)
      throws GeneralSecurityException {
    return TinkProtoKeysetFormat.parseEncryptedKeyset(
            wrapped, kek, place.associatedData(), RegistryConfiguration.get())
        .getPrimitive(RegistryConfiguration.get(), primitive);
  }
}
