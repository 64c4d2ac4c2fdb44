package io.strongroom.token;

/** The authorization of a payment that a user was asked for, as the provider names it. */
public record PaymentContext(String value) {
  private static final String FORM = "[!-~]{1,512}";

  public PaymentContext {
    InvalidValue.unless(
        isOne(value), "paymentAuthContextId", "must be 1 to 512 characters of visible ASCII");
  }

  /** Whether a text of the provider's can be one. */
  public static boolean isOne(String value) {
    return value.matches(FORM);
  }

  /** Nothing that belongs into a log line. */
  @Override
  public String toString() {
    return "[payment context]";
  }
}
