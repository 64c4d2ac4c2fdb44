package io.strongroom.audit;

import com.fasterxml.jackson.annotation.JsonValue;

/** How a chain is not what it was; the words are stable. */
public enum Break {
  CHANGED("changed", "the row is not what was sealed"),
  REMOVED("removed", "the row is gone"),
  INSERTED("inserted", "the row was never sealed here"),
  REORDERED("reordered", "the row that was sealed here stands at another place"),
  HEAD_MISSING("head-missing", "rows are there, and where the chain ends is not"),
  HEAD_CHANGED("head-changed", "where the chain ends was not signed by this service"),
  ANCHOR_CHANGED("anchor-changed", "where the chain begins was not signed by this service"),
  ROLLED_BACK(
      "rolled-back", "a head that was signed later, or another one of this place, was kept");

  private final String word;
  private final String meaning;

  Break(String word, String meaning) {
    this.word = word;
    this.meaning = meaning;
  }

  /** The word in answers. */
  @JsonValue
  public String word() {
    return word;
  }

  /** The sentence of the reference page. */
  public String meaning() {
    return meaning;
  }
}
