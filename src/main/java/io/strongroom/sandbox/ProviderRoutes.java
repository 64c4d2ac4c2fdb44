package io.strongroom.sandbox;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * The provider on the wire: {@code POST token}, {@code revoke}, {@code revoke_token} and {@code
 * introspect} with form bodies and OAuth's own answers; {@code v2/auth/token}; and {@code control}.
 */
public final class ProviderRoutes {
  private final Provider provider;
  private final Faults faults;

  public ProviderRoutes(Provider provider, Faults faults) {
    this.provider = provider;
    this.faults = faults;
  }

  /** Mounts everything below a prefix such as {@code /sandbox}. */
  public void mount(Router router, String prefix) {
    post(router, prefix + "/token", Endpoint.TOKEN);
    post(router, prefix + "/1/token", Endpoint.TOKEN);
    post(router, prefix + "/revoke", Endpoint.REVOKE);
    post(router, prefix + "/revoke_token", Endpoint.REVOKE_TOKEN);
    post(router, prefix + "/introspect", Endpoint.INTROSPECT);
    post(router, prefix + "/v2/auth/token", Endpoint.AUTH_TOKEN);
    for (String followed : new String[] {"/redirected", "/1/redirected"}) {
      router.route(prefix + followed).handler(rc -> serve(Endpoint.REDIRECTED, rc));
    }
    new ControlRoutes(provider, faults).mount(router, prefix + "/control");
  }

  private void post(Router router, String path, Endpoint endpoint) {
    router.route(HttpMethod.POST, path).handler(rc -> serve(endpoint, rc));
  }

  private void serve(Endpoint endpoint, RoutingContext rc) {
    BoundedBody.read(rc).onSuccess(body -> answer(call(endpoint, rc, body), rc));
  }

  private void answer(Call call, RoutingContext rc) {
    Arrival arrival = provider.arrive(call);
    Reply reply = new Reply(rc);
    faults
        .take(arrival.key())
        .ifPresentOrElse(
            fault -> new FaultyCall(provider, rc.vertx(), arrival, fault, reply).run(),
            () -> reply.send(provider.decide(arrival, Optional.empty())));
  }

  private static Call call(Endpoint endpoint, RoutingContext rc, String body) {
    String contentType = Optional.ofNullable(rc.request().getHeader("Content-Type")).orElse("");
    Optional<String> authorization =
        Optional.ofNullable(
            rc.request().getHeader(endpoint == Endpoint.AUTH_TOKEN ? "Api-Key" : "Authorization"));
    return new Call(
        endpoint, rc.request().absoluteURI(), authorization, Form.parse(contentType, body));
  }
}
