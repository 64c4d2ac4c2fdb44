package io.strongroom.token;

/** Which of an account's tokens is meant. */
public enum TokenKind {
  CLIENT_TOKEN("client-token"),
  MASTER_TOKEN("master-token");

  private final String word;

  TokenKind(String word) {
    this.word = word;
  }

  /** The word in answers and rows. */
  public String word() {
    return word;
  }

  /**
   * @throws IllegalStateException for a word of another version of this service
   */
  public static TokenKind of(String word) {
    for (TokenKind kind : values()) {
      if (kind.word.equals(word)) {
        return kind;
      }
    }
    throw new IllegalStateException("no such kind of token: " + word);
  }
}
