package io.strongroom.peer;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.response.Response;
import io.strongroom.service.VaultTenant;
import java.util.HashMap;
import java.util.Map;

/** One user's account in the vault, at a provider that rotates without grace. */
final class ProviderAccount {
  private final VaultTenant tenant;
  private final RefreshProvider provider;

  ProviderAccount(VaultTenant tenant, RefreshProvider provider) {
    this.tenant = tenant;
    this.provider = provider;
  }

  /** Registers the provider with its usual client, by the given settings beside the usual ones. */
  ProviderAccount connect(Map<String, Object> settings) {
    return connect(provider.client(), settings);
  }

  ProviderAccount connect(ProviderClient client, Map<String, Object> settings) {
    var all = new HashMap<String, Object>(settings);
    all.put("grant", "refresh_token");
    all.put("tokenEndpoint", provider.tokenEndpoint().toString());
    all.put("defaultClientId", client.id());
    all.put("rotating", true);
    all.put("reuseGraceSeconds", 0);
    tenant.asOperator().body(all).put(tenant.environmentPath("")).then().statusCode(201);
    put(client).then().statusCode(201);
    return this;
  }

  /** Enters a client or what it proves itself with. */
  Response put(ProviderClient client) {
    return tenant
        .asOperator()
        .body(client.settings())
        .put(tenant.environmentPath("/clients/" + client.id()));
  }

  /** Hands the vault a fresh session of the user with a client. */
  ProviderAccount signIn(ProviderClient client) {
    put(provider.signIn(client)).then().statusCode(204);
    return this;
  }

  Response put(String masterToken) {
    return tenant.putMasterToken(uid(), masterToken);
  }

  VaultTenant tenant() {
    return tenant;
  }

  /** The account is named as its provider names the user. */
  String uid() {
    return provider.user();
  }

  IssuedToken issue() {
    return issued(tenant.issue(uid()));
  }

  IssuedToken issueNewer(IssuedToken token) {
    return issued(askNewer(token));
  }

  Response askNewer(IssuedToken token) {
    return tenant.issueNewer(uid(), token.generation());
  }

  Response ask(ProviderClient client) {
    return tenant.issue(Map.of("uid", uid(), "clientId", client.id()));
  }

  private static IssuedToken issued(Response answer) {
    return IssuedToken.of(answer.then().statusCode(200).extract().jsonPath());
  }

  void drop(IssuedToken token) {
    tenant.inspect(token.token()).then().statusCode(200).body("active", equalTo(true));
    tenant
        .drop(token.token())
        .then()
        .statusCode(200)
        .body("dropped", equalTo(true))
        .body("reason", equalTo("dropped"));
    tenant.inspect(token.token()).then().statusCode(200).body("active", equalTo(false));
  }

  void assertActive(IssuedToken token) {
    assertEquals(new Introspection(true, uid()), provider.introspect(token.token()));
  }

  void assertStatus(String status) {
    tenant.account(uid()).then().statusCode(200).body("status", equalTo(status));
  }

  static void assertSignedOut(Response answer) {
    answer
        .then()
        .statusCode(409)
        .contentType(startsWith("application/problem+json"))
        .body("code", equalTo("account-not-authorized"))
        .body("verdict", equalTo("terminal"))
        .body("reason", equalTo("invalid-grant"))
        .body("since", notNullValue());
  }

  static void assertMisconfigured(Response answer) {
    answer
        .then()
        .statusCode(502)
        .body("code", equalTo("upstream-configuration"))
        .body("verdict", equalTo("configuration"));
  }
}
