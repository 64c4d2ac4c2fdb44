package io.strongroom.revocation;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.strongroom.sandbox.Client;
import io.strongroom.sandbox.MasterToken;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.Simulator;
import io.strongroom.service.VaultTenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A tenant with two environments, two users, two clients and so eight client tokens; half of them
 * were caused by one key, half by another, and half were issued an hour ago.
 */
final class Holdings {
  static final List<String> ENVIRONMENTS = List.of("production", "testing");

  private final VaultTenant tenant = Service.tenant();
  private final String suffix = UUID.randomUUID().toString().substring(0, 8);
  private final List<String> uids = List.of("anna-" + suffix, "bert-" + suffix);
  private final List<String> clients = List.of("web-" + suffix, "app-" + suffix);
  private final List<Key> keys = List.of(key("first"), key("second"));
  private final List<Held> held = new ArrayList<>();

  record Key(String id, String text) {}

  /** A client token and all that a dimension can say of it. */
  record Held(
      String environment, String uid, String client, String key, boolean old, String value) {}

  private Holdings(Map<String, Object> settings) {
    for (String client : clients) {
      Simulator.register(Client.of(client, Entrusted.CLIENT_SECRET));
    }
    for (String environment : ENVIRONMENTS) {
      connect(environment, settings);
      for (String uid : uids) {
        entrust(environment, uid);
        for (String client : clients) {
          hold(environment, uid, client);
        }
      }
    }
  }

  /** Of a provider that can revoke. */
  static Holdings revocable() {
    return new Holdings(Map.of("revocationEndpoint", Simulator.revocationEndpoint()));
  }

  static Holdings of(Map<String, Object> settings) {
    return new Holdings(settings);
  }

  VaultTenant tenant() {
    return tenant;
  }

  List<Held> held() {
    return held;
  }

  String uid(int number) {
    return uids.get(number);
  }

  String client(int number) {
    return clients.get(number);
  }

  String key(int number) {
    return keys.get(number).id();
  }

  /** Gives back what was revoked, behind the service's back: faster than to issue it again. */
  void restore() {
    Service.sql("DELETE FROM client_token WHERE tenant_id = ?", tenant.id());
    Service.sql("DELETE FROM ended_token WHERE tenant_id = ?", tenant.id());
    Service.sql("INSERT INTO client_token SELECT * FROM " + snapshot());
  }

  void remember() {
    Service.sql(
        "CREATE TABLE "
            + snapshot()
            + " AS SELECT * FROM client_token WHERE tenant_id = '"
            + tenant.id()
            + "'");
  }

  void forget() {
    Service.sql("DROP TABLE " + snapshot());
  }

  private String snapshot() {
    return "held_by_" + tenant.id();
  }

  long living() {
    return held.stream().filter(token -> isActive(token.value())).count();
  }

  boolean isActive(String token) {
    return tenant.inspect(token).then().statusCode(200).extract().path("active");
  }

  private Key key(String name) {
    JsonPath made = tenant.created(name, "TOKEN_ISSUE").jsonPath();
    return new Key(made.getString("keyId"), made.getString("apiKey"));
  }

  private void connect(String environment, Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("grant", "x-token");
    settings.put("tokenEndpoint", Simulator.tokenEndpoint());
    settings.put("defaultClientId", clients.get(0));
    tenant.asOperator().body(settings).put(path(environment, "")).then().statusCode(201);
    for (String client : clients) {
      tenant
          .asOperator()
          .body(
              Map.of("clientSecret", Entrusted.CLIENT_SECRET, "authMethod", "client_secret_basic"))
          .put(path(environment, "/clients/" + client))
          .then()
          .statusCode(201);
    }
  }

  private void entrust(String environment, String uid) {
    String master = Simulator.enter(MasterToken.of(MasterToken.Kind.X_TOKEN, uid));
    tenant
        .asOperator()
        .body(Map.of("masterToken", master))
        .put(path(environment, "/accounts/" + uid + "/master-token"))
        .then()
        .statusCode(204);
  }

  private void hold(String environment, String uid, String client) {
    int place = ENVIRONMENTS.indexOf(environment) + uids.indexOf(uid);
    boolean old = (uids.indexOf(uid) + clients.indexOf(client)) % 2 == 1;
    Key key = keys.get(place % 2);
    Response answer =
        tenant
            .with(key.text())
            .body(Map.of("environment", environment, "uid", uid, "clientId", client))
            .post("/v1/tokens/issue");
    if (old) {
      Service.sql(
          "UPDATE client_token SET issued_at = issued_at - interval '1 hour'"
              + " WHERE tenant_id = ? AND environment = ? AND uid = ? AND client_id = ?",
          tenant.id(),
          environment,
          uid,
          client);
    }
    held.add(
        new Held(
            environment, uid, client, key.id(), old, Entrusted.granted(answer).getString("token")));
  }

  private String path(String environment, String rest) {
    return tenant.path("/environments/" + environment + rest);
  }
}
