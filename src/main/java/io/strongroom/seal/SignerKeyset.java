package io.strongroom.seal;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.PublicKeyVerify;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.signature.Ed25519Parameters;
import com.google.crypto.tink.signature.Ed25519PublicKey;
import com.google.crypto.tink.signature.SignatureConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** The keyset of the service's signatures, unwrapped. */
record SignerKeyset(KeysetHandle keyset) {
  private static final byte[] DATA = "audit_key.keyset".getBytes(StandardCharsets.UTF_8);

  static {
    try {
      SignatureConfig.register();
    } catch (GeneralSecurityException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Signatures without Tink's prefix, so that any implementation of Ed25519 can verify them. */
  static SignerKeyset make() {
    try {
      return new SignerKeyset(
          KeysetHandle.newBuilder()
              .addEntry(
                  KeysetHandle.generateEntryFromParameters(
                          Ed25519Parameters.create(Ed25519Parameters.Variant.NO_PREFIX))
                      .withRandomId()
                      .makePrimary())
              .build());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("making a signing key failed", e);
    }
  }

  byte[] wrap(Aead kek) {
    try {
      return TinkProtoKeysetFormat.serializeEncryptedKeyset(
          keyset, kek, DATA, RegistryConfiguration.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("wrapping a signing key failed", e);
    }
  }

  static SignerKeyset unwrap(Aead kek, byte[] wrapped) {
    try {
      return new SignerKeyset(
          TinkProtoKeysetFormat.parseEncryptedKeyset(
              wrapped, kek, DATA, RegistryConfiguration.get()));
    } catch (GeneralSecurityException e) {
      throw new DoesNotOpen("the signing key of the audit", e);
    }
  }

  @AccessesPartialKey
  ServiceSigner open() {
    try {
      KeysetHandle open = keyset.getPublicKeysetHandle();
      return new ServiceSigner(
          keyset.getPrimitive(RegistryConfiguration.get(), PublicKeySign.class),
          open.getPrimitive(RegistryConfiguration.get(), PublicKeyVerify.class),
          ((Ed25519PublicKey) open.getPrimary().getKey()).getPublicKeyBytes().toByteArray());
    } catch (GeneralSecurityException e) {
      throw new DoesNotOpen("the signing key of the audit", e);
    }
  }
}
