package io.strongroom.http;

import java.util.regex.Pattern;

/**
 * The path of a request line, before anybody has decoded it. What two readers could read in two
 * ways is odd: encoded separators, dot segments, parameters, controls.
 */
final class RawPath {
  private static final Pattern ODD =
      Pattern.compile(
          "(?i).*(;|\\\\|//|%2f|%5c|%3b|%25|%3f|%23|%2e|%[01][0-9a-f]|%7f|/\\.{1,2}(/|$)|[^!-~]).*");

  private RawPath() {}

  static boolean isOdd(String uri) {
    int query = uri.indexOf('?');
    String path = query < 0 ? uri : uri.substring(0, query);
    return !isPlain(path) && ODD.matcher(path).matches();
  }

  /**
   * Nearly every path is: letters, digits and dashes between single slashes, in which nothing is
   * odd.
   */
  private static boolean isPlain(String path) {
    char before = 0;
    for (int i = 0; i < path.length(); i++) {
      char one = path.charAt(i);
      boolean plain =
          one >= 'a' && one <= 'z'
              || one >= '0' && one <= '9'
              || one >= 'A' && one <= 'Z'
              || one == '-'
              || one == '/' && before != '/';
      if (!plain) {
        return false;
      }
      before = one;
    }
    return true;
  }
}
