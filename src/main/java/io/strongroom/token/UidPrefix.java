package io.strongroom.token;

/** How uids begin that somebody looks for. */
public record UidPrefix(String value) {
  /** Behind everything that begins so: DEL is no visible ASCII. */
  private static final String LAST = "\u007f";

  public UidPrefix {
    Names.beginning("uidPrefix", value);
  }

  /** In the order of bytes all uids that begin so are below this and not below the prefix. */
  public String end() {
    return value + LAST;
  }

  @Override
  public String toString() {
    return value;
  }
}
