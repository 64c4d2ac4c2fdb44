package io.strongroom.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A secret: it does not print, is not equal to anything and shows its text only to {@link #reveal}.
 *
 * <p>An architecture test names the packages that may reveal. The text lives on the heap as a
 * string: what guards it there is that it cannot reach a log, an error or a metric by accident.
 */
public final class SecretText {
  private final String text;

  private SecretText(String text) {
    this.text = text;
  }

  public static SecretText of(String text) {
    return new SecretText(text);
  }

  /** Refuses an absent or empty member of a body. */
  public static SecretText required(@Nullable SecretText given, String member) {
    SecretText secret = InvalidValue.required(given, member);
    InvalidValue.unless(secret.length() > 0, member, "must not be empty");
    return secret;
  }

  /** The secret itself. Every call of this method can be searched for. */
  public String reveal() {
    return text;
  }

  /** The number of UTF-16 characters. */
  public int length() {
    return text.length();
  }

  /** Whether a text that is to be shown would show this. */
  public boolean isWithin(String shown) {
    return shown.contains(text);
  }

  /** Compares in a time that does not depend on where the texts differ. */
  public boolean matches(SecretText other) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.UTF_8), other.text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}
