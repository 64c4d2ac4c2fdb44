package io.strongroom.upstream;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream says of a client token.
 *
 * @param checkedAt when it was asked; null where it was not
 * @param name of the key, where the upstream tells one that is plain text
 * @param authScopes of the key, those of them that are known words; null where it tells none
 * @param remembered whether this is an answer from before
 * @param budgetExhaustedUntil when it may be asked again; null where the budget has something left
 */
public record LiveAnswer(
    Status status,
    @Nullable Instant checkedAt,
    @Nullable String name,
    @Nullable List<String> authScopes,
    boolean remembered,
    @Nullable Instant budgetExhaustedUntil) {

  /** Whether the upstream takes the token. */
  public enum Status {
    ACTIVE("active"),
    INACTIVE("inactive"),
    /** It was not asked, or its answer does not tell. */
    UNKNOWN("unknown"),
    /** The environment names nobody who could be asked. */
    NOT_SUPPORTED("not-supported");

    private final String wire;

    Status(String wire) {
      this.wire = wire;
    }

    /** The word in answers and rows. */
    public String wire() {
      return wire;
    }

    /** Of a row; a word of another version of this service tells nothing. */
    public static Status of(String wire) {
      for (Status status : values()) {
        if (status.wire.equals(wire)) {
          return status;
        }
      }
      return UNKNOWN;
    }
  }

  public static LiveAnswer notSupported() {
    return new LiveAnswer(Status.NOT_SUPPORTED, null, null, null, false, null);
  }

  static LiveAnswer exhausted(Instant until) {
    return new LiveAnswer(Status.UNKNOWN, null, null, null, false, until);
  }

  static LiveAnswer notAsked() {
    return new LiveAnswer(Status.UNKNOWN, null, null, null, false, null);
  }

  static LiveAnswer of(Status status, Instant checkedAt) {
    return new LiveAnswer(status, checkedAt, null, null, false, null);
  }

  LiveAnswer of(@Nullable String keyName, @Nullable List<String> keyScopes) {
    return new LiveAnswer(status, checkedAt, keyName, keyScopes, remembered, budgetExhaustedUntil);
  }

  /** An answer from before, given because the budget is used up. */
  public LiveAnswer exhaustedUntil(@Nullable Instant until) {
    return new LiveAnswer(status, checkedAt, name, authScopes, remembered, until);
  }
}
