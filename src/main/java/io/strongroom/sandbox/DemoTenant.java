package io.strongroom.sandbox;

import io.strongroom.token.SecretText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/**
 * A tenant with one environment at the sandbox, one client, one user and one API key. A further
 * start finds the tenant and makes the key and the user anew: the sandbox has forgotten its tokens,
 * and of a key only the hash is stored.
 */
final class DemoTenant {
  static final String USER = "alice";

  private static final String NAME = "demo";
  private static final String CLIENT = "demo-app";
  private static final String TENANTS = "/v1/admin/tenants";
  private static final int ALL = 1_000;

  private final DemoCalls calls;

  DemoTenant(DemoCalls calls) {
    this.calls = calls;
  }

  /** The text of the new API key. */
  SecretText prepare() throws IOException, InterruptedException {
    String clientSecret = UUID.randomUUID().toString();
    String tenant = TENANTS + "/" + tenantId();
    connect(tenant + "/environments/production", clientSecret);
    return apiKey(tenant + "/api-keys");
  }

  private String tenantId() throws IOException, InterruptedException {
    Optional<JsonObject> found = named(TENANTS);
    JsonObject tenant =
        found.isPresent() ? found.get() : calls.post(TENANTS, new JsonObject().put("name", NAME));
    return tenant.getString("tenantId");
  }

  private void connect(String environment, String clientSecret)
      throws IOException, InterruptedException {
    calls.put(
        "/sandbox/control/clients/" + CLIENT, new JsonObject().put("clientSecret", clientSecret));
    calls.put(
        environment + "?rebind=true",
        new JsonObject()
            .put("grant", "x-token")
            .put("tokenEndpoint", calls.base() + "/sandbox/1/token")
            .put("defaultClientId", CLIENT));
    calls.put(
        environment + "/clients/" + CLIENT,
        new JsonObject().put("clientSecret", clientSecret).put("authMethod", "client_secret_post"));
    JsonObject masterToken =
        calls.post(
            "/sandbox/control/master-tokens",
            new JsonObject().put("uid", USER).put("kind", "x-token"));
    calls.delete(environment + "/accounts/" + USER);
    calls.put(
        environment + "/accounts/" + USER + "/master-token",
        new JsonObject().put("masterToken", masterToken.getString("masterToken")));
  }

  private SecretText apiKey(String keys) throws IOException, InterruptedException {
    Optional<JsonObject> former = named(keys);
    if (former.isPresent()) {
      calls.delete(keys + "/" + former.get().getString("keyId"));
    }
    JsonObject made =
        calls.post(
            keys,
            new JsonObject()
                .put("name", NAME)
                .put("authScopes", JsonArray.of("TOKEN_ISSUE", "TOKEN_DROP", "TOKEN_INSPECT")));
    return SecretText.of(made.getString("apiKey"));
  }

  /** The demo's own item of a list, which in a demo is short. */
  private Optional<JsonObject> named(String list) throws IOException, InterruptedException {
    return calls.get(list + "?limit=" + ALL).getJsonArray("items").stream()
        .map(JsonObject.class::cast)
        .filter(item -> NAME.equals(item.getString("name")))
        .findFirst();
  }
}
