package io.strongroom.vault;

/** What came of a drop. */
public enum Dropped {
  /** The slot held this value, and holds nothing now. */
  DROPPED("dropped"),
  /** A token of this tenant that its slot no longer holds: replaced, dropped, revoked, erased. */
  SUPERSEDED("superseded"),
  /** All else, a neighbour's token too. */
  UNKNOWN("unknown");

  private final String reason;

  Dropped(String reason) {
    this.reason = reason;
  }

  /** The word in the answer. */
  public String reason() {
    return reason;
  }
}
