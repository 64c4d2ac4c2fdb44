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
import java.util.HashSet;
import java.util.Set;

/**
 * A tenant's two keysets, unwrapped.
 *
 * @param data seals secrets; has one key, and a second one while it is rotated
 * @param lookup hashes token values; is never changed
 */
record TenantKeysets(KeysetHandle data, KeysetHandle lookup) {
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

  /** The same keysets with one more key. */
  record Introduced(TenantKeysets keysets, int version) {}

  static TenantKeysets make() {
    try {
      return new TenantKeysets(
          one(PredefinedAeadParameters.AES256_GCM), one(PredefinedPrfParameters.HMAC_SHA256_PRF));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("making a keyset failed", e);
    }
  }

  static TenantKeysets unwrap(Aead kek, TenantId tenant, WrappedKeys wrapped) {
    try {
      return new TenantKeysets(
          unwrap(kek, wrapped.data(), Place.of(tenant, "tenant", DATA)),
          unwrap(kek, wrapped.lookup(), Place.of(tenant, "tenant", LOOKUP)));
    } catch (GeneralSecurityException e) {
      throw new DoesNotOpen("the keyset of a tenant", e);
    }
  }

  WrappedKeys wrap(Aead kek, int kekVersion, TenantId tenant) {
    try {
      return new WrappedKeys(
          wrap(kek, data, Place.of(tenant, "tenant", DATA)),
          wrap(kek, lookup, Place.of(tenant, "tenant", LOOKUP)),
          kekVersion);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("wrapping a keyset failed", e);
    }
  }

  /** A keyset is not always one of the kind that its column holds. */
  TenantKeys open() {
    try {
      return new TenantKeys(
          data.getPrimitive(RegistryConfiguration.get(), Aead.class),
          lookup.getPrimitive(RegistryConfiguration.get(), PrfSet.class),
          data.getPrimary().getId(),
          versions());
    } catch (GeneralSecurityException e) {
      throw new DoesNotOpen("the keyset of a tenant", e);
    }
  }

  Introduced introduce() {
    try {
      Set<Integer> before = versions();
      TenantKeysets more =
          withData(
              KeysetHandle.newBuilder(data)
                  .addEntry(
                      KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                          .withRandomId())
                  .build());
      Set<Integer> added = more.versions();
      added.removeAll(before);
      return new Introduced(more, added.iterator().next());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("adding a key failed", e);
    }
  }

  TenantKeysets promote(int version) {
    try {
      KeysetHandle.Builder builder = KeysetHandle.newBuilder(data);
      builder.getAt(index(version)).makePrimary();
      return withData(builder.build());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("promoting a key failed", e);
    }
  }

  /** Tink refuses to go without the key that seals. */
  TenantKeysets without(int version) {
    try {
      KeysetHandle.Builder builder = KeysetHandle.newBuilder(data);
      builder.deleteAt(index(version));
      return withData(builder.build());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("retiring a key failed", e);
    }
  }

  private int index(int version) {
    for (int i = 0; i < data.size(); i++) {
      if (data.getAt(i).getId() == version) {
        return i;
      }
    }
    throw new IllegalStateException("the keyset has no such key");
  }

  private Set<Integer> versions() {
    Set<Integer> versions = new HashSet<>();
    for (int i = 0; i < data.size(); i++) {
      versions.add(data.getAt(i).getId());
    }
    return versions;
  }

  private TenantKeysets withData(KeysetHandle changed) {
    return new TenantKeysets(changed, lookup);
  }

  private static KeysetHandle one(Parameters kind) throws GeneralSecurityException {
    return KeysetHandle.newBuilder()
        .addEntry(KeysetHandle.generateEntryFromParameters(kind).withRandomId().makePrimary())
        .build();
  }

  private static byte[] wrap(Aead kek, KeysetHandle keyset, Place place)
      throws GeneralSecurityException {
    return TinkProtoKeysetFormat.serializeEncryptedKeyset(
        keyset, kek, place.associatedData(), RegistryConfiguration.get());
  }

  private static KeysetHandle unwrap(Aead kek, byte[] wrapped, Place place)
      throws GeneralSecurityException {
    return TinkProtoKeysetFormat.parseEncryptedKeyset(
        wrapped, kek, place.associatedData(), RegistryConfiguration.get());
  }
}
