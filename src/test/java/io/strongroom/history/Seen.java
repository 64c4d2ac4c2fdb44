package io.strongroom.history;

/**
 * What one caller saw of one account; the times are of one monotonic clock, in nanoseconds.
 *
 * <p>Tokens are told apart by their digests.
 */
public sealed interface Seen {
  String uid();

  long askedAt();

  long answeredAt();

  /** A client token that was handed out. */
  record Issued(
      String uid,
      long generation,
      String token,
      boolean previouslyDropped,
      long askedAt,
      long answeredAt)
      implements Seen {}

  /** A client token of which the service said that it is dropped, or no slot's any more. */
  record Dropped(String uid, String token, long askedAt, long answeredAt) implements Seen {}

  /** A client token of which the service said that it is not active. */
  record Inactive(String uid, String token, long askedAt, long answeredAt) implements Seen {}

  /** A revocation of all that the account had when it was asked for. */
  record Revoked(String uid, long askedAt, long answeredAt) implements Seen {}

  /** Any other answer than a token. */
  record Refused(String uid, int status, String code, long askedAt, long answeredAt)
      implements Seen {}
}
