package io.strongroom.seal;

/** The key-encryption key cannot be rotated as it is now; the message is a sentence for people. */
public final class KekRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KekRefused(String sentence) {
    super(sentence);
  }

  KekRefused(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
