package io.strongroom.sandbox;

import io.strongroom.sandbox.ControlInput.Rule;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How a tester moves the simulator. JSON, without authentication: whoever reaches it may. Bad input
 * is 400 with the member and its rule, a full simulator 409.
 */
final class ControlRoutes {
  /** A status, and the JSON that goes with it. */
  private record Told(int status, JsonObject json) {}

  private final Provider provider;
  private final Faults faults;

  ControlRoutes(Provider provider, Faults faults) {
    this.provider = provider;
    this.faults = faults;
  }

  void mount(Router router, String prefix) {
    router
        .put(prefix + "/clients/:clientId")
        .handler(rc -> withBody(rc, body -> putClient(segment(rc, "clientId"), body)));
    router.post(prefix + "/master-tokens").handler(rc -> withBody(rc, this::enterMasterToken));
    router
        .get(prefix + "/users/:uid")
        .handler(rc -> tell(rc, () -> ok(families(segment(rc, "uid")))));
    router
        .delete(prefix + "/users/:uid")
        .handler(rc -> tell(rc, () -> revokeUser(segment(rc, "uid"))));
    router
        .put(prefix + "/payments/:uid")
        .handler(rc -> withBody(rc, body -> requirePayment(segment(rc, "uid"), body)));
    router
        .delete(prefix + "/payments/:uid")
        .handler(rc -> tell(rc, () -> requireNoPayment(segment(rc, "uid"))));
    router.post(prefix + "/payments").handler(rc -> withBody(rc, this::confirmPayment));
    router.post(prefix + "/faults").handler(rc -> withBody(rc, this::addFault));
    router.get(prefix + "/faults").handler(rc -> tell(rc, this::pendingFaults));
    router.delete(prefix + "/faults").handler(rc -> tell(rc, this::clearFaults));
    router
        .get(prefix + "/counters")
        .handler(
            rc -> tell(rc, () -> ok(ControlView.counters(provider.counts(), rc.queryParams()))));
    router.get(prefix + "/log").handler(rc -> tell(rc, () -> ok(ControlView.log(provider.log()))));
    router.delete(prefix).handler(rc -> tell(rc, this::reset));
  }

  private Told putClient(String clientId, ControlInput input) {
    Client client = ClientOrder.read(clientId, input);
    provider.register(client);
    return ok(
        new JsonObject()
            .put("clientId", client.clientId())
            .put("rotating", client.rotating())
            .put("reuseGraceSeconds", client.reuseGrace().toSeconds())
            .put("accessTokenSeconds", client.accessTokenLife().toSeconds()));
  }

  private Told enterMasterToken(ControlInput input) {
    return new Told(
        201, new JsonObject().put("masterToken", provider.enter(MasterTokenOrder.read(input))));
  }

  private JsonObject families(String uid) {
    return ControlView.families(
        provider.familiesOf(ControlInput.checked("uid", uid, Rule.IDENTIFIER)));
  }

  private Told revokeUser(String uid) {
    String checked = ControlInput.checked("uid", uid, Rule.IDENTIFIER);
    return ok(new JsonObject().put("revoked", provider.revokeUser(checked)));
  }

  private Told requirePayment(String uid, ControlInput input) {
    String checked = ControlInput.checked("uid", uid, Rule.IDENTIFIER);
    Optional<String> clientId = input.text("clientId", Rule.IDENTIFIER);
    input.requireNothingElse();
    provider.requirePayment(checked, clientId);
    return ok(new JsonObject());
  }

  private Told requireNoPayment(String uid) {
    provider.requireNoPayment(ControlInput.checked("uid", uid, Rule.IDENTIFIER));
    return ok(new JsonObject());
  }

  private Told confirmPayment(ControlInput input) {
    String contextId = input.requiredText("contextId", Rule.IDENTIFIER);
    input.requireNothingElse();
    return ok(new JsonObject().put("confirmed", provider.confirmPayment(contextId)));
  }

  private Told addFault(ControlInput input) {
    Fault fault = FaultOrder.read(input);
    faults.add(fault);
    return new Told(201, new JsonObject(FaultOrder.told(fault)));
  }

  private Told pendingFaults() {
    JsonArray pending = new JsonArray();
    faults.pending().forEach(fault -> pending.add(new JsonObject(FaultOrder.told(fault))));
    return ok(new JsonObject().put("faults", pending));
  }

  private Told clearFaults() {
    faults.clear();
    return ok(new JsonObject());
  }

  private Told reset() {
    faults.clear();
    provider.reset();
    return ok(new JsonObject());
  }

  private static String segment(RoutingContext rc, String name) {
    return Objects.requireNonNullElse(rc.pathParam(name), "");
  }

  private static Told ok(JsonObject json) {
    return new Told(200, json);
  }

  private static void withBody(RoutingContext rc, Function<ControlInput, Told> order) {
    BoundedBody.read(rc).onSuccess(body -> tell(rc, () -> order.apply(ControlInput.parse(body))));
  }

  private static void tell(RoutingContext rc, Supplier<Told> order) {
    Told told = outcome(order);
    rc.response()
        .setStatusCode(told.status())
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(told.json().toBuffer());
  }

  private static Told outcome(Supplier<Told> order) {
    try {
      return order.get();
    } catch (BadInput bad) {
      return new Told(
          400,
          new JsonObject()
              .put("error", "invalid_request")
              .put("member", bad.member())
              .put("rule", bad.rule()));
    } catch (LimitReached full) {
      return new Told(
          409, new JsonObject().put("error", "limit_reached").put("rule", full.getMessage()));
    }
  }
}
