package io.strongroom.vault;

import org.jspecify.annotations.Nullable;

/**
 * What came of one line of an import.
 *
 * @param skipped whether a client token was left out of it
 * @param refusal null unless the line was refused as a whole
 */
public record IntakeVerdict(boolean changed, boolean skipped, @Nullable Refusal refusal) {

  /** The member that is to blame and the rule that it breaks; never its value. */
  public record Refusal(String member, String rule) {}

  static IntakeVerdict refused(String member, String rule) {
    return new IntakeVerdict(false, false, new Refusal(member, rule));
  }
}
