package io.strongroom.upstream;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.FaultCode;
import io.strongroom.token.SecretText;
import io.strongroom.token.Ticks;
import io.strongroom.token.TokenKind;
import io.strongroom.token.Verdict;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Asks upstreams to revoke tokens (RFC 7009), through the guard of each. */
@Singleton
public class RevocationEndpoint {
  /** Nobody waits for these calls: what takes longer is asked again later. */
  public static final Duration LONGEST_CALL = Duration.ofSeconds(10);

  /**
   * What the guard is told of every call that was made. Its breaker stands before exchanges, too,
   * and a revocation endpoint's trouble must not keep those back; where an upstream is not well,
   * the queue rests by itself.
   */
  private static final Outcome MADE =
      new Outcome.Failed(
          Verdict.TERMINAL, FaultCode.INTERNAL_ERROR, "not an exchange", null, false);

  private final OutgoingClient client;
  private final Guards guards;
  private final RevocationVerdicts verdicts;
  private final InstantSource clock;
  private final Ticks ticks;

  RevocationEndpoint(OutgoingClient client, Guards guards, InstantSource clock, Ticks ticks) {
    this.client = client;
    this.guards = guards;
    this.verdicts = new RevocationVerdicts(clock);
    this.clock = clock;
    this.ticks = ticks;
  }

  /** Asks for one token; every way this can end is an item, none a failure. */
  public Uni<RevocationAnswer> revoke(
      Route route, RevocationTarget target, TokenKind kind, SecretText token) {
    long end = ticks.nanos() + deadline(route).toNanos();
    AtomicReference<RevocationAnswer> answer = new AtomicReference<>();
    return guards
        .of(route)
        .run(
            new GuardedCall(
                route.revisions(),
                false,
                end,
                closed ->
                    client
                        .send(call(route, target, kind, token, left(end)), closed)
                        .invoke(reply -> answer.set(verdicts.of(reply, target.style())))
                        .replaceWith(MADE)))
        .map(outcome -> Optional.ofNullable(answer.get()).orElseGet(() -> keptBack(outcome)));
  }

  private Duration left(long end) {
    return Duration.ofNanos(end - ticks.nanos());
  }

  private static Duration deadline(Route route) {
    Duration timeout = route.settings().timeout();
    return timeout.compareTo(LONGEST_CALL) < 0 ? timeout : LONGEST_CALL;
  }

  private static RevocationAnswer keptBack(Outcome outcome) {
    Duration wait = outcome instanceof Outcome.Failed failed ? failed.retryAfter() : null;
    return new RevocationAnswer.Later("unavailable", wait, false);
  }

  private OutgoingCall call(
      Route route, RevocationTarget target, TokenKind kind, SecretText token, Duration deadline) {
    Map<String, String> headers = OutgoingCall.usualHeaders();
    Form form = new Form();
    target.style().fill(form, token, kind, route.settings().grantType());
    target
        .style()
        .authentication(route.authMethod())
        .apply(
            new ClientCredential(
                route.upstreamClientId(), route.clientSecret(), target.endpoint(), clock.instant()),
            headers,
            form);
    return OutgoingCall.of(target.endpoint(), headers, form, deadline);
  }
}
