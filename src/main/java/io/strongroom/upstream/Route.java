package io.strongroom.upstream;

import io.strongroom.token.EnvironmentName;
import io.strongroom.token.SecretText;
import io.strongroom.token.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that one exchange needs of its environment and client, read in one transaction.
 *
 * @param rotating whether an answer may bring a new master token
 * @param tokenEndpoint for the grant {@code static}: its base URL
 * @param introspectionEndpoint null where the environment names none
 * @param moneyScope whether the client's users may be asked for a payment authorization
 * @param revisions of environment and client: what was remembered under others is void
 */
public record Route(
    TenantId tenant,
    EnvironmentName environment,
    UUID environmentRevision,
    EnvironmentSettings settings,
    boolean rotating,
    Endpoint tokenEndpoint,
    @Nullable Endpoint introspectionEndpoint,
    AuthMethod authMethod,
    String upstreamClientId,
    SecretText clientSecret,
    @Nullable String scope,
    boolean moneyScope,
    Revisions revisions) {

  /** The longest that one exchange may take, to the last byte of the answer. */
  public Duration callDeadline() {
    return mayAnswerLate() ? settings.timeout().plus(settings.lateReply()) : settings.timeout();
  }

  /** Whether an answer that comes when the callers have gone is still waited for. */
  public boolean mayAnswerLate() {
    return rotating && settings.grace().isZero();
  }

  /** What an answer's refresh token means. */
  Rotation rotation() {
    if (rotating) {
      return Rotation.EXPECTED;
    }
    return settings.grantType().grant().sendsRefreshTokens() ? Rotation.UNEXPECTED : Rotation.NEVER;
  }

  /** Adds the proof of who calls: to the headers or to the form, never to both. */
  void authenticate(Endpoint endpoint, Instant now, Map<String, String> headers, Form form) {
    authMethod.apply(
        new ClientCredential(upstreamClientId, clientSecret, endpoint, now), headers, form);
  }

  /** Whether the grant's exchanges use up what belongs to the whole account. */
  public boolean claimsWholeAccount() {
    return settings.grantType().grant().claimsWholeAccount();
  }
}
