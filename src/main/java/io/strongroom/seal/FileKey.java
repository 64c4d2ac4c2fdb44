package io.strongroom.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.strongroom.database.SecretFiles;
import io.strongroom.database.StartRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.Optional;

/** The key-encryption key as a Tink keyset in a file that only the service's user may read. */
final class FileKey implements KeyEncryptionKey {
  private final Path file;
  private final SecretFiles folder;

  FileKey(Path file) {
    this.file = file.toAbsolutePath();
    this.folder = new SecretFiles(Objects.requireNonNull(this.file.getParent()));
  }

  @Override
  public Optional<Aead> find() {
    try {
      AeadConfig.register();
      Optional<byte[]> text = folder.read(name());
      return text.isEmpty() ? Optional.empty() : Optional.of(primitive(parse(text.get())));
    } catch (IOException | GeneralSecurityException e) {
      throw new StartRefused(
          "The key-encryption key " + file + " cannot be read as a keyset: " + reason(e), e);
    }
  }

  @Override
  public Aead make() {
    try {
      AeadConfig.register();
      KeysetHandle made =
          KeysetHandle.generateNew(
              PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get());
      String text =
          TinkJsonProtoKeysetFormat.serializeKeyset(
              made, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
      if (!folder.create(name(), text.getBytes(StandardCharsets.UTF_8))) {
        throw new StartRefused("Another start has just made " + file + "; start again.");
      }
      return primitive(made);
    } catch (IOException | GeneralSecurityException e) {
      throw new StartRefused("The key-encryption key " + file + " cannot be made: " + reason(e), e);
    }
  }

  @Override
  public void discard() {
    try {
      folder.remove(name());
    } catch (IOException e) {
      throw new StartRefused("The unused key " + file + " cannot be removed", e);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }

  private String name() {
    return file.getFileName().toString();
  }

  private static KeysetHandle parse(byte[] text) throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.parseKeyset(
        new String(text, StandardCharsets.UTF_8),
        RegistryConfiguration.get(),
        InsecureSecretKeyAccess.get());
  }

  private static Aead primitive(KeysetHandle handle) throws GeneralSecurityException {
    return handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
  }

  /** An I/O error says which file and why; what a parser says could quote the key. */
  private static String reason(Exception e) {
    return e instanceof IOException ? String.valueOf(e.getMessage()) : "it is not a Tink keyset";
  }
}
