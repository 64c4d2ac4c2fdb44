package io.strongroom.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a key-encryption keyset: each of them opens what it has wrapped. Which of them wraps
 * is said by the database and not by the keyset, so that instances whose copies differ agree.
 */
final class Kek {
  static {
    try {
      AeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final KeysetHandle handle;
  private final Map<Integer, Aead> byVersion = new LinkedHashMap<>();
  private final Aead any;

  private Kek(KeysetHandle handle) throws GeneralSecurityException {
    this.handle = handle;
    this.any = handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
    for (int i = 0; i < handle.size(); i++) {
      byVersion.put(handle.getAt(i).getId(), alone(handle.getAt(i)));
    }
  }

  static Kek random() {
    try {
      return new Kek(
          KeysetHandle.newBuilder()
              .addEntry(
                  KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                      .withRandomId()
                      .makePrimary())
              .build());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("making a key failed", e);
    }
  }

  static Kek parse(byte[] text) throws GeneralSecurityException {
    return new Kek(
        TinkJsonProtoKeysetFormat.parseKeyset(
            new String(text, StandardCharsets.UTF_8),
            RegistryConfiguration.get(),
            InsecureSecretKeyAccess.get()));
  }

  /** The keyset in the clear, as it stands in a file. */
  byte[] text() throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.serializeKeyset(
            handle, RegistryConfiguration.get(), InsecureSecretKeyAccess.get())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The same keys and a new one, which is the primary one. */
  Kek withNewKey() throws GeneralSecurityException {
    return new Kek(
        KeysetHandle.newBuilder(handle)
            .addEntry(
                KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId()
                    .makePrimary())
            .build());
  }

  /** Only this one of the keys. */
  Kek only(int version) throws GeneralSecurityException {
    for (int i = 0; i < handle.size(); i++) {
      if (handle.getAt(i).getId() == version) {
        return new Kek(single(handle.getAt(i)));
      }
    }
    throw new GeneralSecurityException("there is no such key");
  }

  Set<Integer> versions() {
    return Set.copyOf(byVersion.keySet());
  }

  /** Opens what any of the keys has wrapped. */
  Aead any() {
    return any;
  }

  /** One of the keys; null where it is not among them. */
  @Nullable Aead find(int version) {
    return byVersion.get(version);
  }

  private static Aead alone(KeysetHandle.Entry entry) throws GeneralSecurityException {
    return single(entry).getPrimitive(RegistryConfiguration.get(), Aead.class);
  }

  private static KeysetHandle single(KeysetHandle.Entry entry) throws GeneralSecurityException {
    return KeysetHandle.newBuilder()
        .addEntry(KeysetHandle.importKey(entry.getKey()).withFixedId(entry.getId()).makePrimary())
        .build();
  }
}
