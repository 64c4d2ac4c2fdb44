package io.strongroom.token;

/** What a failure means for the one who asked: whether and when asking again can help. */
public enum Verdict {
  /** Asking again changes nothing until somebody acts on the account or the request. */
  TERMINAL("terminal"),
  /** Nothing is wrong with the account: ask again. */
  TRANSIENT("transient"),
  /** Asked too often: ask again when told. */
  THROTTLED("throttled"),
  /** A client, an endpoint or a key is set up wrongly; the account is not at fault. */
  CONFIGURATION("configuration"),
  /** A call was lost on its way and is being resolved. */
  UNKNOWN_OUTCOME("unknown-outcome");

  private final String code;

  Verdict(String code) {
    this.code = code;
  }

  /** The word in answers, see the error table of the HTTP reference. */
  public String code() {
    return code;
  }
}
