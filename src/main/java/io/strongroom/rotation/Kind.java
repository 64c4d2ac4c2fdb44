package io.strongroom.rotation;

import io.strongroom.token.InvalidValue;

/** Whose key is rotated. */
public enum Kind {
  TENANT("tenant"),
  KEK("kek");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  static Kind of(String word) {
    for (Kind kind : values()) {
      if (kind.word.equals(word)) {
        return kind;
      }
    }
    throw new InvalidValue("kind", "must be tenant or kek");
  }
}
