package io.strongroom.upstream;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.SecretText;
import io.strongroom.token.Ticks;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks upstreams for client tokens (RFC 6749, section 3.2), through the guard of each. */
@Singleton
public class TokenEndpoint {
  private final OutgoingClient client;
  private final Guards guards;
  private final Verdicts verdicts;
  private final Ticks ticks;

  TokenEndpoint(OutgoingClient client, Guards guards, InstantSource clock, Ticks ticks) {
    this.client = client;
    this.guards = guards;
    this.verdicts = new Verdicts(clock);
    this.ticks = ticks;
  }

  /** Exchanges a master token; every way this can end is an item, none a failure. */
  public Uni<Outcome> exchange(Route route, SecretText masterToken) {
    long end = ticks.nanos() + route.callDeadline().toNanos();
    return guards
        .of(route)
        .run(
            () ->
                client
                    .send(call(route, masterToken, Duration.ofNanos(end - ticks.nanos())))
                    .map(reply -> verdicts.of(reply, route.rotating())));
  }

  private static OutgoingCall call(Route route, SecretText masterToken, Duration deadline) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    headers.put("Accept", "application/json");
    headers.put("User-Agent", "strongroom");
    Map<String, String> form = route.settings().grantType().grant().parameters(masterToken);
    route.authMethod().apply(route.upstreamClientId(), route.clientSecret(), headers, form);
    if (route.scope() != null) {
      form.put("scope", route.scope());
    }
    return new OutgoingCall(route.tokenEndpoint(), headers, encoded(form), deadline);
  }

  private static Buffer encoded(Map<String, String> form) {
    return Buffer.buffer(
        form.entrySet().stream()
            .map(e -> AuthMethod.encode(e.getKey()) + "=" + AuthMethod.encode(e.getValue()))
            .collect(Collectors.joining("&")));
  }
}
