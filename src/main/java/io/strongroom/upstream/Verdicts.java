package io.strongroom.upstream;

import io.strongroom.token.FaultCode;
import io.strongroom.token.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one table of verdicts: what an answer, or the lack of one, means for the account.
 *
 * <p>The error code outranks the status. When in doubt it is not terminal: a blip never costs an
 * account. For a grant that rotates, whatever may have been acted on and was not read to its end is
 * an unknown outcome; for all others it is transient.
 */
final class Verdicts {
  private static final Map<String, Verdict> CODES =
      Map.ofEntries(
          Map.entry("invalid_grant", Verdict.TERMINAL),
          Map.entry("oauth_token.invalid", Verdict.TERMINAL),
          Map.entry("account.not_found", Verdict.TERMINAL),
          Map.entry("invalid_client", Verdict.CONFIGURATION),
          Map.entry("unauthorized_client", Verdict.CONFIGURATION),
          Map.entry("invalid_scope", Verdict.CONFIGURATION),
          Map.entry("invalid_request", Verdict.CONFIGURATION),
          Map.entry("invalid_target", Verdict.CONFIGURATION),
          Map.entry("unsupported_grant_type", Verdict.CONFIGURATION),
          Map.entry("slow_down", Verdict.THROTTLED),
          Map.entry("temporarily_unavailable", Verdict.TRANSIENT));

  private final InstantSource clock;

  Verdicts(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @param rotating whether an answer may have brought a new master token
   */
  Outcome of(Reply reply, boolean rotating) {
    return reply instanceof Reply.Answer answer
        ? answered(answer, rotating)
        : lost((Reply.Lost) reply, rotating);
  }

  private Outcome answered(Reply.Answer answer, boolean rotating) {
    Optional<TokenAnswer> body = TokenAnswer.read(answer.body());
    boolean success = answer.status() >= 200 && answer.status() < 300;
    Optional<Outcome.Granted> granted =
        success ? body.flatMap(TokenAnswer::granted) : Optional.empty();
    if (granted.isPresent()) {
      return granted.get();
    }
    Verdict known = body.map(TokenAnswer::error).map(CODES::get).orElse(null);
    Duration retryAfter = RetryAfter.parse(answer.retryAfter(), clock.instant());
    if (known != null) {
      return failed(known, "the upstream refused with a known error code", retryAfter);
    }
    return success
        ? unread("the answer holds no token that can be read", rotating)
        : byStatus(answer.status(), retryAfter, rotating);
  }

  private static Outcome byStatus(int status, @Nullable Duration retryAfter, boolean rotating) {
    String detail = "the upstream answered with status " + status;
    if (status == 429) {
      return failed(Verdict.THROTTLED, detail, retryAfter);
    }
    if (status == 503) {
      return failed(Verdict.TRANSIENT, detail, retryAfter);
    }
    if (status >= 500 || status == 408) {
      return interrupted(FaultCode.UPSTREAM_UNAVAILABLE, detail, rotating);
    }
    return failed(Verdict.CONFIGURATION, detail, retryAfter);
  }

  private static Outcome lost(Reply.Lost lost, boolean rotating) {
    return switch (lost.point()) {
      case FORBIDDEN_ADDRESS -> failed(Verdict.CONFIGURATION, lost.detail(), null);
      case BEFORE_SENDING -> failed(Verdict.TRANSIENT, "no connection: " + lost.detail(), null);
      case TIMEOUT -> timedOut(lost.detail(), rotating);
      case CUT -> interrupted(FaultCode.UPSTREAM_UNAVAILABLE, "cut: " + lost.detail(), rotating);
      case TOO_LONG -> unread(lost.detail(), rotating);
    };
  }

  /** A repeat has no time left either, and would hide what happened behind that. */
  private static Outcome timedOut(String detail, boolean rotating) {
    return rotating
        ? interrupted(FaultCode.UPSTREAM_TIMEOUT, detail, true)
        : new Outcome.Failed(Verdict.TRANSIENT, FaultCode.UPSTREAM_TIMEOUT, detail, null, false);
  }

  private static Outcome unread(String detail, boolean rotating) {
    return interrupted(FaultCode.UPSTREAM_INVALID_RESPONSE, detail, rotating);
  }

  /** The upstream may have acted: harmless unless that used the master token up. */
  private static Outcome interrupted(FaultCode code, String detail, boolean rotating) {
    return rotating
        ? new Outcome.Failed(
            Verdict.UNKNOWN_OUTCOME, FaultCode.OUTCOME_UNKNOWN, detail, null, false)
        : new Outcome.Failed(Verdict.TRANSIENT, code, detail, null, true);
  }

  private static Outcome failed(Verdict verdict, String detail, @Nullable Duration retryAfter) {
    FaultCode code =
        switch (verdict) {
          case TERMINAL -> FaultCode.ACCOUNT_NOT_AUTHORIZED;
          case CONFIGURATION -> FaultCode.UPSTREAM_CONFIGURATION;
          case THROTTLED -> FaultCode.UPSTREAM_THROTTLED;
          case TRANSIENT -> FaultCode.UPSTREAM_UNAVAILABLE;
          case UNKNOWN_OUTCOME -> FaultCode.OUTCOME_UNKNOWN;
        };
    return new Outcome.Failed(
        verdict, code, detail, retryAfter, verdict == Verdict.TRANSIENT && retryAfter == null);
  }
}
