package io.strongroom.token;

import java.util.regex.Pattern;

/** The rules for names and identifiers, the same in bodies, paths and imports. */
final class Names {
  private static final int LONGEST = 128;

  /** What a path or a parameter would read as its own. */
  private static final String RESERVED = "/\\;?#%";

  private static final Pattern ENVIRONMENT = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final Pattern ID = Pattern.compile("[a-z0-9]{8,32}");

  private Names() {}

  static void visible(String member, String value) {
    InvalidValue.unless(
        isVisible(value) && !value.equals(".") && !value.equals(".."),
        member,
        "must be 1 to 128 visible ASCII characters without / \\ ; ? # % and not . or ..");
  }

  /** What some name that is visible may begin with. */
  static void beginning(String member, String value) {
    InvalidValue.unless(
        isVisible(value), member, "must be 1 to 128 visible ASCII characters without / \\ ; ? # %");
  }

  private static boolean isVisible(String value) {
    for (int i = 0; i < value.length(); i++) {
      char one = value.charAt(i);
      if (one < '!' || one > '~' || RESERVED.indexOf(one) >= 0) {
        return false;
      }
    }
    return !value.isEmpty() && value.length() <= LONGEST;
  }

  static void environment(String value) {
    InvalidValue.unless(
        ENVIRONMENT.matcher(value).matches(), "environment", "must match [a-z0-9][a-z0-9-]{0,63}");
  }

  static void id(String member, String value) {
    InvalidValue.unless(ID.matcher(value).matches(), member, "must match [a-z0-9]{8,32}");
  }

  static void title(String member, String value) {
    InvalidValue.unless(
        !value.isEmpty()
            && value.codePointCount(0, value.length()) <= 100
            && value.codePoints().noneMatch(Character::isISOControl),
        member,
        "must be 1 to 100 characters without control characters");
  }
}
