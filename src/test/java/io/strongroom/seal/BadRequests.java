package io.strongroom.seal;

import io.restassured.response.Response;
import io.strongroom.service.VaultTenant;
import java.util.Map;

/** Requests that are refused, each with a secret where a careless caller might put one. */
final class BadRequests {
  private static final int TOO_LONG = 17_000;

  /** Takes an answer and the status that it must have. */
  interface Refusals {
    void take(String call, Response answer, int status);
  }

  private final VaultTenant tenant;
  private final String operatorKey;
  private final PlantedSecrets secrets;
  private final Refusals refusals;
  private final String secret;

  BadRequests(VaultTenant tenant, String operatorKey, PlantedSecrets secrets, Refusals refusals) {
    this.tenant = tenant;
    this.operatorKey = operatorKey;
    this.secrets = secrets;
    this.refusals = refusals;
    this.secret = secrets.plain("a secret in the wrong place");
  }

  void send() {
    sendWrongKeys();
    sendBadDataCalls();
    sendBadMasterTokens();
    sendBadSettings();
  }

  private void sendWrongKeys() {
    String stranger = secrets.key("a key of nobody");
    String mistyped = secrets.note("a mistyped key", secrets.key("its original") + "0");
    for (String key : new String[] {stranger, mistyped, secret, "strm_" + secret}) {
      refused("wrong key", tenant.with(key).body(Map.of("uid", "u")).post("/v1/tokens/issue"), 401);
      refused("wrong key of v2", tenant.with(key).post("/v2/auth/token"), 401);
    }
    refused("backend as operator", tenant.asBackend().get(tenant.path("")), 403);
    refused("operator at v2", tenant.with(operatorKey).post("/v2/auth/token"), 403);
  }

  private void sendBadDataCalls() {
    data("issue", "{\"uid\":\"u\",\"token\":\"" + secret + "\"}");
    data("issue", "{\"uid\":\"u\",\"token\":\"" + secret);
    data("issue", "{\"uid\":[\"" + secret + "\"]}");
    data("issue", "{\"uid\":\"" + secret + "/\"}");
    data("issue", "{\"uid\":\"u\",\"minTtlSeconds\":\"" + secret + "\"}");
    data("issue", "{\"uid\":\"u\",\"uid\":\"" + secret + "\"}");
    data("issue", secret);
    data("drop", "{\"token\":{\"" + "token" + "\":\"" + secret + "\"}}");
    data("drop", "{\"token\":\"" + secret + "\"} " + secret);
    data("inspect", "{\"token\":\"" + secret + "\",\"live\":\"" + secret + "\"}");
    data("inspect", "{\"token\":\"" + secret + "\",\"more\":1}");
    refused(
        "too large",
        tenant
            .asBackend()
            .body("{\"token\":\"" + secret + "x".repeat(70_000) + "\"}")
            .post("/v1/tokens/drop"),
        413);
  }

  private void data(String call, String body) {
    refused(call + " badly", tenant.asBackend().body(body).post("/v1/tokens/" + call), 400);
  }

  private void sendBadMasterTokens() {
    String path = "/accounts/user/master-token";
    admin(path, "{\"masterToken\":\"" + secret + "\",\"more\":\"" + secret + "\"}");
    admin(path, "{\"masterToken\":[\"" + secret + "\"]}");
    admin(path, "{\"masterToken\":{\"value\":\"" + secret + "\"}}");
    admin(path, "{\"masterToken\":\"" + secret + "x".repeat(TOO_LONG) + "\"}");
    admin(path, "{\"masterToken\":\"" + secret + "\",\"expiresAt\":\"" + secret + "\"}");
    admin(path, "{\"masterToken\":\"" + secret + "\",\"force\":\"" + secret + "\"}");
    admin(path, "{\"masterToken\":\"" + secret);
  }

  private void sendBadSettings() {
    String client = "/clients/other";
    admin(client, "{\"clientSecret\":\"" + secret + "\",\"authMethod\":\"" + secret + "\"}");
    admin(client, "{\"clientSecret\":[\"" + secret + "\"],\"authMethod\":\"client_secret_post\"}");
    admin(client, "{\"clientSecret\":\"" + secret + "\"}");
    admin("", "{\"grant\":\"" + secret + "\",\"tokenEndpoint\":\"https://a.example/\"}");
    for (String endpoint : new String[] {"https://user:" + secret + "@a.example/", secret}) {
      admin("", "{\"grant\":\"x-token\",\"tokenEndpoint\":\"" + endpoint + "\"}");
    }
    refused(
        "a scope that is none",
        tenant
            .asOperator()
            .body("{\"name\":\"k\",\"authScopes\":[\"" + secret + "\"]}")
            .post(tenant.path("/api-keys")),
        400);
    refused(
        "another's edit",
        tenant
            .asOperator()
            .header("If-Match", "\"" + secret + "\"")
            .body("{\"clientSecret\":\"" + secret + "\",\"authMethod\":\"client_secret_post\"}")
            .put(tenant.environmentPath(client)),
        412);
  }

  private void admin(String path, String body) {
    refused(
        "put " + path + " badly",
        tenant.asOperator().body(body).put(tenant.environmentPath(path)),
        400);
  }

  private void refused(String call, Response answer, int status) {
    refusals.take(call, answer, status);
  }
}
