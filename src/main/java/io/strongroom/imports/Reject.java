package io.strongroom.imports;

import io.strongroom.token.InvalidValue;
import java.util.regex.Pattern;

/**
 * A line that was refused.
 *
 * @param member the one to blame, or {@code line} for the line as a whole
 * @param rule what it breaks; never holds a value
 */
public record Reject(long line, String member, String rule) {
  static final String WHOLE = "line";

  /**
   * A name that nobody knows may be anything, such as a token in the wrong place; what looks like a
   * name is shown.
   */
  private static final Pattern PRESENTABLE =
      Pattern.compile("[A-Za-z_]{1,32}(\\.[A-Za-z_]{1,32})?(\\[[0-9]{1,5}])?");

  static Reject of(long line, InvalidValue refused) {
    return PRESENTABLE.matcher(refused.member()).matches()
        ? new Reject(line, refused.member(), refused.rule())
        : new Reject(line, WHOLE, "has a member that no line has");
  }
}
