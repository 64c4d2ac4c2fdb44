package io.strongroom.sandbox;

/** A control body breaks a rule; the message names the rule and never the value. */
final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String member;

  BadInput(String member, String rule) {
    super(rule);
    this.member = member;
  }

  String member() {
    return member;
  }

  String rule() {
    return String.valueOf(getMessage());
  }
}
