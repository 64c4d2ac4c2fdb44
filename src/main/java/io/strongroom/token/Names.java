package io.strongroom.token;

import java.util.regex.Pattern;

/** The rules for names and identifiers, the same in bodies, paths and imports. */
final class Names {
  /** Visible ASCII without what a path or a parameter would read as its own. */
  private static final Pattern VISIBLE = Pattern.compile("[!-~&&[^/\\\\;?#%]]{1,128}");

  private static final Pattern ENVIRONMENT = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final Pattern ID = Pattern.compile("[a-z0-9]{8,32}");

  private Names() {}

  static void visible(String member, String value) {
    InvalidValue.unless(
        VISIBLE.matcher(value).matches() && !value.equals(".") && !value.equals(".."),
        member,
        "must be 1 to 128 visible ASCII characters without / \\ ; ? # % and not . or ..");
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
