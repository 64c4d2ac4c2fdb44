package io.strongroom.upstream;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an upstream answered to a revocation. The error code outranks the status; what is not
 * a clear answer is asked again.
 */
final class RevocationVerdicts {
  /** RFC 7009, section 2.2.1. */
  private static final String UNSUPPORTED = "unsupported_token_type";

  private static final Set<String> OF_THE_CLIENT = Set.of("invalid_client", "unauthorized_client");

  private final InstantSource clock;

  RevocationVerdicts(InstantSource clock) {
    this.clock = clock;
  }

  RevocationAnswer of(Reply reply, RevocationStyle style) {
    return reply instanceof Reply.Answer answer
        ? answered(answer, style)
        : lost((Reply.Lost) reply);
  }

  private RevocationAnswer answered(Reply.Answer answer, RevocationStyle style) {
    int status = answer.status();
    String error = TokenAnswer.read(answer.body()).map(TokenAnswer::error).orElse(null);
    if (status >= 200 && status < 300) {
      return success(answer, style, error);
    }
    if (UNSUPPORTED.equals(error)) {
      return new RevocationAnswer.NotSupported();
    }
    Duration retryAfter = RetryAfter.parse(answer.retryAfter(), clock.instant());
    if (status == 401 || status == 403 || error != null && OF_THE_CLIENT.contains(error)) {
      return later("client-refused", retryAfter);
    }
    if (status == 429 || "slow_down".equals(error)) {
      return later("throttled", retryAfter);
    }
    if (status == 400) {
      return new RevocationAnswer.Refused();
    }
    boolean well = status < 500 && status != 408;
    return later(well ? "unexpected-answer" : "unavailable", retryAfter);
  }

  /** RFC 7009 has nothing to read in a success; the other style says so in its body. */
  private static RevocationAnswer success(
      Reply.Answer answer, RevocationStyle style, @Nullable String error) {
    if (style == RevocationStyle.RFC7009) {
      return new RevocationAnswer.Revoked();
    }
    String status = TokenAnswer.read(answer.body()).map(TokenAnswer::status).orElse(null);
    if ("ok".equals(status)) {
      return new RevocationAnswer.Revoked();
    }
    return UNSUPPORTED.equals(error)
        ? new RevocationAnswer.NotSupported()
        : later("unexpected-answer", null);
  }

  private static RevocationAnswer lost(Reply.Lost lost) {
    String reason =
        switch (Objects.requireNonNull(lost.point())) {
          case FORBIDDEN_ADDRESS -> "forbidden-address";
          case BEFORE_SENDING, CUT -> "unavailable";
          case TIMEOUT -> "timeout";
        };
    return later(reason, null);
  }

  private static RevocationAnswer later(String reason, @Nullable Duration retryAfter) {
    return new RevocationAnswer.Later(reason, retryAfter, true);
  }
}
