package io.strongroom.seal;

import io.strongroom.database.SecretFiles;
import io.strongroom.database.StartRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.Optional;

/** The key-encryption keys as a Tink keyset in a file that only the service's user may read. */
final class FileKey implements KeyEncryptionKey {
  private final Path file;
  private final SecretFiles folder;

  FileKey(Path file) {
    this.file = file.toAbsolutePath();
    this.folder = new SecretFiles(Objects.requireNonNull(this.file.getParent()));
  }

  @Override
  public Optional<Kek> find() {
    try {
      Optional<byte[]> text = folder.read(name());
      if (text.isEmpty()) {
        return Optional.empty();
      }
      Kek found = Kek.parse(text.get());
      requireOwn();
      return Optional.of(found);
    } catch (IOException | GeneralSecurityException e) {
      throw new StartRefused(
          "The key-encryption key " + file + " cannot be read as a keyset: " + reason(e), e);
    }
  }

  /** A file that others may read has perhaps been read. */
  private void requireOwn() throws IOException {
    String mode = folder.othersMode(name());
    if (mode != null) {
      throw new StartRefused(
          "The key-encryption key " + file + " has mode " + mode + "; it must be 0600");
    }
  }

  @Override
  public Kek make() {
    try {
      Kek made = Kek.random();
      if (!folder.create(name(), made.text())) {
        throw new StartRefused("Another start has just made " + file + "; start again.");
      }
      return made;
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
  public void replace(Kek present, Kek next) {
    try {
      if (folder.isReadOnly(name())) {
        throw new KekRefused("The key-encryption key " + file + " is read-only");
      }
      Optional<byte[]> there = folder.read(name());
      if (there.isEmpty() || !Kek.parse(there.get()).versions().equals(present.versions())) {
        throw new KekRefused("The key-encryption key " + file + " was changed meanwhile");
      }
      folder.replace(name(), there.get(), next.text());
    } catch (IOException | GeneralSecurityException e) {
      throw new KekRefused("The key-encryption key " + file + " cannot be written", e);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }

  private String name() {
    return file.getFileName().toString();
  }

  /** An I/O error says which file and why; what a parser says could quote the key. */
  private static String reason(Exception e) {
    return e instanceof IOException ? String.valueOf(e.getMessage()) : "it is not a Tink keyset";
  }
}
