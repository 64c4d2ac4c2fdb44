package io.strongroom.events;

import io.strongroom.audit.Action;
import io.strongroom.token.InvalidValue;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an event says has happened. The words are stable. */
public enum EventType {
  ACCOUNT_NOT_AUTHORIZED("account.not-authorized", Action.ACCOUNT_NOT_AUTHORIZED, null),
  ACCOUNT_AUTHORIZED("account.authorized", Action.ACCOUNT_AUTHORIZED, null),
  TOKENS_REVOKED("tokens.revoked", Action.REVOCATION_BATCH, "revocationId"),
  QUOTA_NEAR("quota.near", Action.QUOTA_NEAR, "resource"),
  QUOTA_REACHED("quota.reached", Action.QUOTA_REACHED, "resource"),
  UPSTREAM_DOWN("upstream.down", Action.UPSTREAM_DOWN, null),
  UPSTREAM_UP("upstream.up", Action.UPSTREAM_UP, null);

  private final String word;
  private final Action action;
  private final @Nullable String target;

  /**
   * @param target the member that the audit's {@code target} is told as
   */
  EventType(String word, Action action, @Nullable String target) {
    this.word = word;
    this.action = action;
    this.target = target;
  }

  public String word() {
    return word;
  }

  Action action() {
    return action;
  }

  @Nullable String target() {
    return target;
  }

  static List<String> words() {
    return Arrays.stream(values()).map(EventType::word).toList();
  }

  /** Fails with that member for a word that is none. */
  public static EventType named(String member, String word) {
    return Arrays.stream(values())
        .filter(type -> type.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new InvalidValue(member, "must be of " + String.join(", ", words())));
  }

  static EventType of(String action) {
    return Arrays.stream(values())
        .filter(type -> type.action.word().equals(action))
        .findFirst()
        .orElseThrow();
  }
}
