package io.strongroom.rotation;

import java.util.Arrays;

/** How far a rotation has come; each follows the one before, and none is left out. */
public enum Stage {
  /** Every living instance gets to know the new key; nothing uses it. */
  DISTRIBUTING("distributing"),
  /** The new key is used; every living instance gets to know that. */
  PROMOTING("promoting"),
  /** What the old key has sealed or wrapped is sealed or wrapped by the new one. */
  RESEALING("resealing"),
  /** Nothing in the database needs the old key; what may still come is waited for. */
  RETIRING("retiring"),
  /** Every instance destroys the old key-encryption key. */
  SHREDDING("shredding"),
  DONE("done"),
  /** The tenant was deleted meanwhile, with all its keys. */
  TENANT_DELETED("tenant-deleted");

  private final String word;

  Stage(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  boolean isLast() {
    return this == DONE || this == TENANT_DELETED;
  }

  static Stage of(String word) {
    return Arrays.stream(values())
        .filter(stage -> stage.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no stage is called " + word));
  }
}
