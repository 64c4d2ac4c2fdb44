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

/** Makes and unwraps the keyset of the service's signatures under the key-encryption key. */
final class SignerKeyset {
  private static final byte[] DATA = "audit_key.keyset".getBytes(StandardCharsets.UTF_8);

  static {
    try {
      SignatureConfig.register();
    } catch (GeneralSecurityException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private SignerKeyset() {}

  /** Signatures without Tink's prefix, so that any implementation of Ed25519 can verify them. */
  static byte[] make(Aead kek) {
    try {
      KeysetHandle made =
          KeysetHandle.newBuilder()
              .addEntry(
                  KeysetHandle.generateEntryFromParameters(
                          Ed25519Parameters.create(Ed25519Parameters.Variant.NO_PREFIX))
                      .withRandomId()
                      .makePrimary())
              .build();
      return TinkProtoKeysetFormat.serializeEncryptedKeyset(
          made, kek, DATA, RegistryConfiguration.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("making a signing key failed", e);
    }
  }

  @AccessesPartialKey
  static ServiceSigner open(Aead kek, byte[] wrapped) {
    try {
      KeysetHandle keyset =
          TinkProtoKeysetFormat.parseEncryptedKeyset(
              wrapped, kek, DATA, RegistryConfiguration.get());
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
