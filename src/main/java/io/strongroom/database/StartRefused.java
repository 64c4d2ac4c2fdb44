package io.strongroom.database;

/**
 * The service must not start. The message is one sentence for the operator's console: it names the
 * rule and the way out, and never a secret.
 */
public final class StartRefused extends RuntimeException {
  public StartRefused(String sentence) {
    super(sentence);
  }

  public StartRefused(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
