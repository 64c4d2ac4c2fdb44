package io.strongroom.upstream;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.PaymentContext;
import io.strongroom.token.TenantId;
import io.strongroom.token.Ticks;
import io.strongroom.token.Verdict;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Asks upstreams for client tokens (RFC 6749, section 3.2), through the guard of each. */
@Singleton
public class TokenEndpoint {
  private final OutgoingClient client;
  private final Guards guards;
  private final Verdicts verdicts;
  private final InstantSource clock;
  private final Ticks ticks;

  TokenEndpoint(OutgoingClient client, Guards guards, InstantSource clock, Ticks ticks) {
    this.client = client;
    this.guards = guards;
    this.verdicts = new Verdicts(clock);
    this.clock = clock;
    this.ticks = ticks;
  }

  /** Exchanges a master token; every way this can end is an item, none a failure. */
  public Uni<Outcome> exchange(TokenRequest request) {
    Route route = request.route();
    Optional<Outcome> own = route.settings().grantType().grant().withoutCall(request);
    if (own.isPresent()) {
      return Uni.createFrom().item(own.get());
    }
    long end = ticks.nanos() + route.callDeadline().toNanos();
    return guards
        .of(route)
        .run(
            new GuardedCall(
                route.revisions(),
                request.repair(),
                earlier(request.beginBy(), end - leastTime(route).toNanos()),
                closed -> send(request, end, closed)))
        .map(outcome -> request.payment() == null ? outcome : ofItsOwn(outcome));
  }

  /**
   * What an exchange would be refused with now, by the guard of that environment and without a
   * question to anybody; empty where it would be tried. A repair is not refused so.
   */
  public Optional<Outcome.Failed> refusal(
      TenantId tenant, EnvironmentName environment, Revisions revisions) {
    return guards
        .existing(tenant, environment, revisions.environment())
        .flatMap(guard -> guard.refuse(revisions));
  }

  /** A call with less time than that would look like an upstream that is slow. */
  private static Duration leastTime(Route route) {
    return route.settings().timeout().dividedBy(2);
  }

  /** Of two readings of the monotonic clock. */
  private static long earlier(long one, long other) {
    return one - other < 0 ? one : other;
  }

  /** The environment's own error codes come before those that are everybody's. */
  private Outcome outcome(Reply reply, Route route) {
    return StepUp.in(reply, route).orElseGet(() -> verdicts.of(reply, route.rotation()));
  }

  /** What is wrong with a payment's context is not wrong with the client: it is not remembered. */
  private static Outcome ofItsOwn(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed && failed.verdict() == Verdict.CONFIGURATION
        ? new Outcome.Failed(Verdict.TRANSIENT, failed.code(), failed.detail(), null, false)
        : outcome;
  }

  private Uni<Outcome> send(TokenRequest request, long end, Runnable closed) {
    Duration deadline = Duration.ofNanos(end - ticks.nanos());
    return client
        .send(call(request, deadline), closed)
        .map(reply -> outcome(reply, request.route()));
  }

  private OutgoingCall call(TokenRequest request, Duration deadline) {
    Route route = request.route();
    Map<String, String> headers = OutgoingCall.usualHeaders();
    Form form = new Form();
    route.settings().grantType().grant().fill(form, request.masterToken(), route.settings());
    route.authenticate(route.tokenEndpoint(), clock.instant(), headers, form);
    PaymentContext payment = request.payment();
    if (payment != null) {
      String field = Objects.requireNonNull(route.settings().paymentContextField());
      var unused = form.add(field, payment.value());
    }
    var alsoUnused = form.add("scope", route.scope());
    return OutgoingCall.of(route.tokenEndpoint(), headers, form, deadline);
  }
}
