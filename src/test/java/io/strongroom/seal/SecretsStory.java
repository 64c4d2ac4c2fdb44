package io.strongroom.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.strongroom.revocation.Revoking;
import io.strongroom.sandbox.Aim;
import io.strongroom.sandbox.AuthMethod;
import io.strongroom.sandbox.Client;
import io.strongroom.sandbox.Endpoint;
import io.strongroom.sandbox.Fault;
import io.strongroom.sandbox.MasterToken;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What tenants do and what goes wrong for them, with planted secrets in every place for one. */
final class SecretsStory {
  private static final Map<String, Object> QUICK =
      Map.of("timeoutMillis", 400, "lateReplySeconds", 0);

  private final URI service;
  private final String operatorKey;
  private final Upstream upstream;
  private final PlantedSecrets secrets;

  /** Every answer that must not carry a secret, by the call's name. */
  private final Map<String, String> answers = new LinkedHashMap<>();

  SecretsStory(URI service, String operatorKey, Upstream upstream, PlantedSecrets secrets) {
    this.service = service;
    this.operatorKey = operatorKey;
    this.upstream = upstream;
    this.secrets = secrets;
  }

  Map<String, String> answers() {
    return answers;
  }

  void tell(Connection database) throws SQLException {
    succeed("x-token", AuthMethod.CLIENT_SECRET_BASIC);
    succeed("refresh_token", AuthMethod.CLIENT_SECRET_POST);
    fail("x-token");
    fail("refresh_token");
    swapRows(database);
    new BadRequests(tenant("x-token"), operatorKey, secrets, this::refused).send();
  }

  /** One more call, when there is no database any more. */
  void callInVain(VaultTenant tenant) {
    refused("issue without a database", tenant.issue("nobody"), 503);
    refused("drop without a database", tenant.drop(secrets.odd("a token to drop")), 503);
    refused(
        "put without a database",
        tenant.putMasterToken("nobody", secrets.odd("a master token that came late")),
        503);
  }

  VaultTenant tenant(String grant) {
    Map<String, Object> settings = new HashMap<>(QUICK);
    settings.put("revocationEndpoint", upstream.sandbox().baseUri() + "/revoke");
    VaultTenant tenant = upstream.tenantOf(service, operatorKey, grant, settings);
    secrets.note("API key", tenant.apiKey());
    return tenant;
  }

  private void succeed(String grant, AuthMethod method) {
    VaultTenant tenant = tenant(grant);
    String name = "client-of-" + grant;
    String clientSecret = secrets.odd("client secret");
    upstream.sandbox().provider().register(Client.of(name, clientSecret).withAuthMethod(method));
    String wire = method.name().toLowerCase(Locale.ROOT);
    harmless("put client", tenant.putClient(name, clientSecret, wire));
    String uid = "lucky-" + grant;
    String masterToken = entrust(tenant, grant, uid);
    Map<String, Object> ask = Map.of("uid", uid, "clientId", name);
    String token = token(tenant.issue(ask));
    assertEquals(token, token(tenant.issue(ask)));
    harmless("inspect", tenant.inspect(token));
    harmless("drop", tenant.drop(token));
    harmless("drop again", tenant.drop(token));
    String next = token(tenant.issue(ask));
    token(tenant.issue(Map.of("uid", uid, "clientId", name, "newerThanGeneration", 2)));
    harmless("drop late", tenant.drop(next));
    Response again = tenant.putMasterToken(uid, masterToken);
    assertEquals(grant.equals("x-token") ? 204 : 409, again.statusCode());
    harmless("put again", again);
    harmless("account", tenant.account(uid));
    harmless("client", tenant.asOperator().get(tenant.environmentPath("/clients/" + name)));
    harmless("environment", tenant.asOperator().get(tenant.environmentPath("")));
    harmless("keys", tenant.asOperator().get(tenant.path("/api-keys")));
    harmless("auth/token", tenant.asBackend().post("/v2/auth/token"));
    revoke(tenant, uid);
    harmless("erase", tenant.asOperator().delete(tenant.environmentPath("/accounts/" + uid)));
  }

  /** Of a provider that is not well: what it is to end waits, sealed. */
  private void revoke(VaultTenant tenant, String uid) {
    Fault sick = Fault.error(503, "temporarily_unavailable");
    upstream.sandbox().faults().add(sick.at(Aim.at(Endpoint.REVOKE).ofUid(uid)));
    String token = token(tenant.issue(uid));
    Revoking revoking = Revoking.of(tenant);
    refused(
        "revoke without a rule",
        revoking.asked(Map.of("token", secrets.odd("a token to revoke"), "masterToken", true)),
        400);
    harmless("revoke nothing", revoking.asked(Map.of("token", secrets.odd("an unknown token"))));
    harmless("revoke", revoking.asked(Map.of("token", token)));
    Response all = revoking.asked(Map.of("uid", uid, "masterToken", true));
    harmless("revoke all", all);
    harmless("revoked tokens", revoking.tokens(all.jsonPath(), ""));
    refused("issue of a revoked account", tenant.issue(uid), 409);
  }

  /** A tenant for each fault: an upstream that failed too often would not be asked any more. */
  private void fail(String grant) {
    SecretFaults.of(secrets)
        .forEach(
            (name, fault) -> {
              VaultTenant tenant = tenant(grant);
              String uid = name.replace(' ', '-') + "-" + grant;
              entrust(tenant, grant, uid);
              upstream.sandbox().faults().add(SecretFaults.at(fault, uid));
              Response answer = tenant.issue(uid);
              assertTrue(answer.statusCode() >= 400, name + ": " + answer.statusCode());
              assertTrue(upstream.received(uid) >= 1, name + ": the upstream was asked");
              harmless(name, answer);
              harmless(name + ", account", tenant.account(uid));
            });
    upstream.sandbox().faults().clear();
  }

  /** A master token in another's row does not open: an error of ours, with a stack in the log. */
  private void swapRows(Connection database) throws SQLException {
    VaultTenant tenant = tenant("x-token");
    entrust(tenant, "x-token", "robbed");
    entrust(tenant, "x-token", "robber");
    try (Statement statement = database.createStatement()) {
      assertEquals(
          1,
          statement.executeUpdate(
              "UPDATE account a SET master_token = b.master_token FROM account b"
                  + " WHERE a.uid = 'robber' AND b.uid = 'robbed'"
                  + " AND a.tenant_id = b.tenant_id"));
    }
    refused("another's row", tenant.issue("robber"), 500);
    assertEquals(0, upstream.received("robber"));
  }

  private String entrust(VaultTenant tenant, String grant, String uid) {
    String masterToken;
    if (grant.equals("x-token")) {
      masterToken = secrets.odd("x-token");
      upstream
          .sandbox()
          .provider()
          .enter(MasterToken.of(MasterToken.Kind.X_TOKEN, uid).withValue(masterToken));
    } else {
      masterToken = secrets.note("refresh token", upstream.signIn(grant, uid));
      // All that will replace it begins like it.
      secrets.note("refresh family", masterToken.replaceFirst("(rt_[^_]+_).*", "$1"));
    }
    Response put = tenant.putMasterToken(uid, masterToken);
    assertEquals(204, put.statusCode());
    harmless("put master token", put);
    return masterToken;
  }

  private String token(Response answer) {
    assertEquals(200, answer.statusCode());
    return secrets.note("client token", answer.path("token"));
  }

  private void refused(String call, Response answer, int status) {
    assertEquals(status, answer.statusCode(), call);
    harmless(call, answer);
  }

  private void harmless(String call, Response answer) {
    answers.put(
        "answer " + answers.size() + " to " + call, answer.getHeaders() + "\n" + answer.asString());
  }
}
