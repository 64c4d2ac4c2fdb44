package io.strongroom.events;

import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.strongroom.service.VaultTenant;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A tenant's events and webhooks, as its operator asks for them. */
record Told(VaultTenant tenant) {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A tenant with an environment whose upstream nobody calls. */
  static Told of(VaultTenant tenant) {
    tenant.connect(
        Map.of("grant", "x-token", "tokenEndpoint", "https://idp.example.com/token"),
        "app",
        "s3cret-of-the-client",
        "client_secret_post");
    return new Told(tenant);
  }

  Response put(String name, Map<String, Object> body) {
    return tenant.asOperator().body(body).put(tenant.path("/webhooks/" + name));
  }

  /** Sends what comes from now on, or after the given members' cursor, to this receiver. */
  Response send(String name, Receiver receiver, Map<String, Object> more) {
    Map<String, Object> body = new HashMap<>();
    body.put("url", receiver.uri().toString());
    body.put("secret", Receiver.SECRET);
    body.putAll(more);
    return put(name, body);
  }

  JsonPath webhook(String name) {
    return tenant
        .asOperator()
        .get(tenant.path("/webhooks/" + name))
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  JsonPath events(String query) {
    return tenant
        .asOperator()
        .get(tenant.path("/events" + query))
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  /** All events, once there are so many of this type. */
  JsonPath when(int many, String type) {
    return await()
        .atMost(PATIENCE)
        .until(() -> events("?limit=1000&type=" + type), it -> it.getList("items").size() >= many);
  }

  List<String> ids() {
    return events("?limit=1000").getList("items.id");
  }

  /** Takes an account's master token away: one event each. */
  void end(String... uids) {
    for (String uid : uids) {
      tenant.putMasterToken(uid, "master-of-" + uid).then().statusCode(204);
      tenant
          .asOperator()
          .delete(tenant.environmentPath("/accounts/" + uid + "/master-token"))
          .then()
          .statusCode(204);
    }
  }

  /** Puts the master token back: one event. */
  void restore(String uid) {
    tenant.putMasterToken(uid, "master-of-" + uid).then().statusCode(204);
  }
}
