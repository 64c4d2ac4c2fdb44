package io.strongroom.vault;

import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.PaymentContext;
import io.strongroom.token.Uid;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a backend asks of a client token.
 *
 * @param environment absent means {@code production}
 * @param clientId absent means the environment's default client
 * @param minTtlSeconds seconds that the token must still have
 * @param paymentAuth absent where the user was not asked to authorize a payment
 * @param newerThanGeneration a generation that the caller does not want any more; 0 wants any
 */
public record IssueRequest(
    Uid uid,
    EnvironmentName environment,
    @Nullable ClientId clientId,
    @Nullable Long minTtlSeconds,
    @Nullable Long newerThanGeneration,
    @Nullable PaymentAuth paymentAuth) {

  /** The authorization of a payment that the user has given, as the provider named it. */
  public record PaymentAuth(String paymentAuthContextId) {
    public PaymentAuth {
      paymentAuthContextId =
          new PaymentContext(InvalidValue.required(paymentAuthContextId, "paymentAuthContextId"))
              .value();
    }

    @Override
    public String toString() {
      return "[payment context]";
    }
  }

  /** A token with less life than this cannot be used for anything. */
  private static final long LEAST_TTL_SECONDS = 5;

  private static final long MOST_TTL_SECONDS = 10L * 365 * 24 * 3600;

  public IssueRequest {
    uid = InvalidValue.required(uid, "uid");
    InvalidValue.unless(
        minTtlSeconds == null || minTtlSeconds >= 0 && minTtlSeconds <= MOST_TTL_SECONDS,
        "minTtlSeconds",
        "must be between 0 and " + MOST_TTL_SECONDS);
    InvalidValue.unless(
        newerThanGeneration == null || newerThanGeneration >= 0,
        "newerThanGeneration",
        "must not be negative");
    environment = Objects.requireNonNullElse(environment, EnvironmentName.DEFAULT);
  }

  long ttlSeconds() {
    return Math.max(LEAST_TTL_SECONDS, minTtlSeconds == null ? 0 : minTtlSeconds);
  }

  @Nullable PaymentContext payment() {
    return paymentAuth == null ? null : new PaymentContext(paymentAuth.paymentAuthContextId());
  }

  long newerThan() {
    return newerThanGeneration == null ? 0 : newerThanGeneration;
  }
}
