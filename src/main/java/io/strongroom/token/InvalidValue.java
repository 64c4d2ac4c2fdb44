package io.strongroom.token;

import org.jspecify.annotations.Nullable;

/** A value that breaks the rule of its kind; names the member and the rule, never the value. */
public final class InvalidValue extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String member;
  private final String rule;

  public InvalidValue(String member, String rule) {
    super(member + ": " + rule);
    this.member = member;
    this.rule = rule;
  }

  public String member() {
    return member;
  }

  public String rule() {
    return rule;
  }

  /** Refuses an absent member. */
  public static <T> T required(@Nullable T value, String member) {
    if (value == null) {
      throw new InvalidValue(member, "is required");
    }
    return value;
  }

  /** Refuses what the condition does not hold for. */
  public static void unless(boolean holds, String member, String rule) {
    if (!holds) {
      throw new InvalidValue(member, rule);
    }
  }
}
