package io.strongroom.seal;

import com.google.crypto.tink.Aead;
import io.strongroom.database.StartRefused;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The key-encryption keys of this instance, as a rotation changes them. Each method reads, and some
 * write, the file anew: they block, and one runs at a time.
 */
public final class Keks {
  private final KeyEncryptionKey file;
  private final Sealing sealing;

  Keks(KeyEncryptionKey file, Sealing sealing) {
    this.file = file;
    this.sealing = sealing;
  }

  /**
   * A key that is to wrap.
   *
   * @param proof a known text that it has sealed: who opens it has the same key
   */
  public record Candidate(int version, byte[] proof) {}

  /** Which key wraps at this instance. */
  public int wrapping() {
    return sealing.bound().wrapping();
  }

  /**
   * A key that has not wrapped yet: one that the operator has put into the file, else a new one,
   * which is in the file when this returns.
   *
   * @param former versions that have wrapped once
   * @throws KekRefused if the file has no such key and cannot be changed
   */
  public synchronized Candidate prepare(Set<Integer> former) {
    Kek present = read();
    Set<Integer> fresh = fresh(present, former);
    if (fresh.isEmpty()) {
      Kek next = withNewKey(present);
      file.replace(present, next);
      fresh = fresh(next, former);
    }
    int version = fresh.iterator().next();
    return new Candidate(version, KnownText.seal(key(read(), version)));
  }

  /** Whether this instance has the key; from now on it opens what that has wrapped. */
  public synchronized boolean opens(Candidate candidate) {
    Kek present = read();
    Aead key = present.find(candidate.version());
    if (key == null || !KnownText.opens(key, candidate.proof())) {
      return false;
    }
    sealing.bind(new KeyCheck.Bound(present, wrapping()));
    return true;
  }

  /** Whether the key that has sealed this check value is the one that wraps here. */
  public boolean isWrapping(byte[] checkValue) {
    return new Sealed(checkValue).keyVersion() == wrapping();
  }

  /**
   * Wraps from now on with the key that has sealed the check value.
   *
   * @return false where the file has not that key
   */
  public synchronized boolean follow(byte[] checkValue) {
    try {
      Optional<Kek> present = file.find();
      if (present.isEmpty() || !KnownText.opens(present.get().any(), checkValue)) {
        return false;
      }
      sealing.bind(new KeyCheck.Bound(present.get(), new Sealed(checkValue).keyVersion()));
      return true;
    } catch (StartRefused e) {
      return false;
    }
  }

  /**
   * Destroys all keys but the one that wraps, in the file and in memory.
   *
   * @throws KekRefused if the file cannot be changed
   */
  public synchronized void shred() {
    Kek present = read();
    Kek left = only(present, wrapping());
    if (present.versions().size() > 1) {
      file.replace(present, left);
    }
    sealing.bind(new KeyCheck.Bound(left, wrapping()));
  }

  private Set<Integer> fresh(Kek kek, Set<Integer> former) {
    Set<Integer> fresh = new TreeSet<>(kek.versions());
    fresh.removeAll(former);
    fresh.remove(wrapping());
    return fresh;
  }

  /** What is there now; it must still have the key that wraps. */
  private Kek read() {
    try {
      Kek present = file.find().orElseThrow(() -> new KekRefused(file + " does not exist"));
      if (present.find(wrapping()) == null) {
        throw new KekRefused("The key-encryption key " + file + " has lost the key that wraps");
      }
      return present;
    } catch (StartRefused e) {
      throw new KekRefused(String.valueOf(e.getMessage()), e);
    }
  }

  private static Aead key(Kek kek, int version) {
    Aead key = kek.find(version);
    if (key == null) {
      throw new KekRefused("The key-encryption key was changed meanwhile");
    }
    return key;
  }

  private static Kek withNewKey(Kek present) {
    try {
      return present.withNewKey();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("adding a key failed", e);
    }
  }

  private static Kek only(Kek present, int version) {
    try {
      return present.only(version);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("removing a key failed", e);
    }
  }
}
