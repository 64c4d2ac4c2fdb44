package io.strongroom.sandbox;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /v2/auth/token} as an upstream: what an Api-Key is and may do. 100 calls an hour for
 * each user, in one window that is aligned to the clock, and four at once: beyond either, 420.
 * Guarded by the provider's lock.
 */
final class AuthToken implements Procedure {
  static final int CALLS_AN_HOUR = 100;
  static final int CALLS_AT_ONCE = 4;

  private final Authorizations authorizations;
  private final Map<String, Integer> used = new HashMap<>();
  private Instant windowStart = Instant.MIN;
  private int underWay;

  AuthToken(Authorizations authorizations) {
    this.authorizations = authorizations;
  }

  /** A call has come in; it is under way until it is decided or lost. */
  void begin() {
    underWay++;
  }

  void end() {
    // A reset may have come in between.
    underWay = Math.max(0, underWay - 1);
  }

  @Override
  public Answer answer(Call call, Instant now) {
    Optional<String> value = call.authorization();
    if (value.isEmpty()) {
      return refused(401, "UNAUTHORIZED", "Credentials are not specified");
    }
    Optional<ApiKey> key = authorizations.apiKey(value.get());
    if (key.isEmpty()) {
      return refused(401, "UNAUTHORIZED", "Api-Key token is invalid");
    }
    if (underWay > CALLS_AT_ONCE) {
      return refused(420, "METHOD_FAILURE", "Too many requests at once");
    }
    if (!count(key.get().uid(), now)) {
      return refused(
          420,
          "METHOD_FAILURE",
          "Hit rate limit of 100 requests per 1 hour for resource auth/token");
    }
    return key.get().ended()
        ? refused(401, "UNAUTHORIZED", "Api-Key token is revoked")
        : told(key.get());
  }

  @Override
  public Optional<String> presented(Call call) {
    return call.authorization();
  }

  /** Errors of the client count too. */
  private boolean count(String uid, Instant now) {
    Instant start = now.truncatedTo(ChronoUnit.HOURS);
    if (!start.equals(windowStart)) {
      windowStart = start;
      used.clear();
    }
    return used.merge(uid, 1, Integer::sum) <= CALLS_AN_HOUR;
  }

  private static Answer told(ApiKey key) {
    Map<String, Object> apiKey = Map.of("name", key.name(), "authScopes", key.authScopes());
    return Answer.granted(Map.of("status", "OK", "result", Map.of("apiKey", apiKey)));
  }

  private static Answer refused(int status, String code, String message) {
    Map<String, Object> error = Map.of("code", code, "message", message);
    return new Answer(status, Map.of(), Map.of("status", "ERROR", "errors", List.of(error)), code);
  }
}
