package io.strongroom.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import io.strongroom.quota.Window;
import io.strongroom.token.SecretText;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.jspecify.annotations.Nullable;

/**
 * Asks an upstream whether it still takes a client token: a {@code static} one by {@code
 * /v2/auth/token}, every other by the environment's introspection endpoint (RFC 7662).
 *
 * <p>Each question is charged to the environment's budget, where it has one, before it is sent, and
 * waits for its turn among so many at once; its connection counts in the bounds of the instance.
 * Beside that, exchanges are not held up by it, nor it by them: a token that is given as it is
 * needs no upstream, and must not be refused because the questions about it have spent a budget.
 */
@Singleton
public class LiveCheck {
  private static final String KEY_PATH = "/v2/auth/token";

  /** Environments whose turns this instance keeps; one that is not used falls out first. */
  private static final int MAX_ENVIRONMENTS = 1_000;

  private final Cache<UUID, TypedGuard<Uni<LiveAnswer>>> turns =
      Caffeine.newBuilder().maximumSize(MAX_ENVIRONMENTS).build();
  private final OutgoingClient client;
  private final Connections connections;
  private final Budget budget;
  private final InstantSource clock;

  LiveCheck(OutgoingClient client, Connections connections, Budget budget, InstantSource clock) {
    this.client = client;
    this.connections = connections;
    this.budget = budget;
    this.clock = clock;
  }

  /**
   * @return {@link LiveAnswer.Status#UNKNOWN} for whatever tells nothing; {@link
   *     LiveAnswer#budgetExhaustedUntil} where it was not asked for want of a budget
   */
  public Uni<LiveAnswer> ask(Route route, SecretText token) {
    if (!isSupported(route)) {
      return Uni.createFrom().item(LiveAnswer.notSupported());
    }
    return turns
        .get(route.environmentRevision(), missing -> turns(route.settings()))
        .get(() -> charge(route).chain(until -> until == null ? send(route, token) : spent(until)))
        .onFailure(BulkheadException.class)
        .recoverWithItem(full -> LiveAnswer.notAsked());
  }

  private static boolean isSupported(Route route) {
    return isStatic(route) || route.introspectionEndpoint() != null;
  }

  private static boolean isStatic(Route route) {
    return route.settings().grantType() == GrantType.STATIC;
  }

  /** When the budget has something again; the item is null where it has now. */
  private Uni<@Nullable Instant> charge(Route route) {
    Integer limit = route.settings().hourlyBudget();
    if (limit == null) {
      return Uni.createFrom().nullItem();
    }
    return budget
        .charge(route.tenant(), route.environment(), route.environmentRevision(), limit)
        .map(LiveCheck::refusedUntil);
  }

  private static @Nullable Instant refusedUntil(Window window) {
    return window.admitted() ? null : window.end();
  }

  private static Uni<LiveAnswer> spent(Instant until) {
    return Uni.createFrom().item(LiveAnswer.exhausted(until));
  }

  private Uni<LiveAnswer> send(Route route, SecretText token) {
    if (!connections.take(route.tenant())) {
      return Uni.createFrom().item(LiveAnswer.notAsked());
    }
    Runnable closed = () -> connections.giveBack(route.tenant());
    Instant asked = clock.instant();
    return isStatic(route)
        ? client
            .send(keyCall(route, token), closed)
            .map(reply -> KeyAnswer.ofKey(reply, token, asked))
        : client
            .send(introspection(route, token, asked), closed)
            .map(reply -> KeyAnswer.ofIntrospection(reply, asked));
  }

  /** No body and no parameters: the key is all that is said. */
  private static OutgoingCall keyCall(Route route, SecretText token) {
    Map<String, String> headers = OutgoingCall.usualHeaders();
    headers.put("Api-Key", token.reveal());
    return new OutgoingCall(
        keyEndpoint(route.tokenEndpoint()), headers, Buffer.buffer(), route.settings().timeout());
  }

  private static Endpoint keyEndpoint(Endpoint base) {
    String text = base.uri().toString();
    String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    return new Endpoint(URI.create(trimmed + KEY_PATH));
  }

  private static OutgoingCall introspection(Route route, SecretText token, Instant now) {
    Endpoint endpoint = Objects.requireNonNull(route.introspectionEndpoint());
    Map<String, String> headers = OutgoingCall.usualHeaders();
    Form form = new Form().add("token", token.reveal());
    route.authenticate(endpoint, now, headers, form);
    return OutgoingCall.of(endpoint, headers, form, route.settings().timeout());
  }

  private static TypedGuard<Uni<LiveAnswer>> turns(EnvironmentSettings settings) {
    return TypedGuard.create(new TypeLiteral<Uni<LiveAnswer>>() {})
        .withDescription("live check")
        .withBulkhead()
        .limit(Objects.requireNonNull(settings.maxConcurrent()))
        .queueSize(Objects.requireNonNull(settings.queue()))
        .done()
        .build();
  }
}
