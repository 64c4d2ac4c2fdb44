package io.strongroom.upstream;

import org.jspecify.annotations.Nullable;

/** What is seen of a reply, as far as the table of verdicts asks. */
sealed interface Sign {

  /**
   * An answer came.
   *
   * @param content of a success; of any other status always {@link Content#NONE}
   * @param code the error code as it was sent; null where there is none
   */
  record Answered(Statuses status, Content content, @Nullable String code) implements Sign {}

  /** None came. */
  record Lost(Reply.Point point) implements Sign {}

  /** What a success holds of the two things that a call is made for. */
  enum Content {
    /** A client token, with or without a new master token. */
    TOKEN,
    /** A new master token, and no client token that can be read. */
    MASTER_TOKEN_ALONE,
    /** Neither that can be read: empty, no JSON, cut JSON, no object, too long, or without them. */
    NONE
  }
}
