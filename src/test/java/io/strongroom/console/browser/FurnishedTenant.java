package io.strongroom.console.browser;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.strongroom.service.TestKeys;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A tenant that has something on every page; some of its names are markup. */
final class FurnishedTenant {
  static final String SCRIPT = "<script>alert(1)<";
  static final String HANDLER = "\"><img src=x onerror=alert(1)>";

  /** A webhook whose receiver nobody reaches, and one that has nothing to send. */
  static final String FAILING = "crm";

  static final String IDLE = "pager";

  /** As some receivers have it: who knows the address may post. */
  static final String IN_ADDRESS = "known-to-few";

  private static final String NOBODY = "http://127.0.0.1:9/hooks/" + IN_ADDRESS;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private FurnishedTenant() {}

  static VaultTenant at(URI service, String operatorKey, Upstream upstream) {
    VaultTenant tenant = upstream.tenantOf(service, operatorKey, "x-token", Map.of());
    tenant.asOperator().body(Map.of("name", HANDLER)).put(tenant.path("")).then().statusCode(200);
    tenant.newKey(HANDLER, "PRICING");
    tenant.asOperator().body(Map.of("limit", 1000)).put(tenant.path("/quotas/issue"));
    hook(tenant, FAILING, "account.not-authorized");
    hook(tenant, IDLE, "upstream.down");
    Stream.of("ann", "ben", "cleo", "dora", SCRIPT).forEach(uid -> entrust(tenant, upstream, uid));
    tenant.with(TestKeys.random()).get(tenant.path(""));
    tenant.putMasterToken("never-signed-in", "unknown-upstream").then().statusCode(204);
    tenant.issue("never-signed-in").then().statusCode(409);
    upload(service, operatorKey, tenant);
    awaitFailure(tenant);
    return tenant;
  }

  /** A user whose master token is good, and who has a client token. */
  static void entrust(VaultTenant tenant, Upstream upstream, String uid) {
    tenant.putMasterToken(uid, upstream.signIn("x-token", uid)).then().statusCode(204);
    tenant.issue(uid).then().statusCode(200);
  }

  private static void hook(VaultTenant tenant, String name, String type) {
    tenant
        .asOperator()
        .body(Map.of("url", NOBODY, "events", List.of(type)))
        .put(tenant.path("/webhooks/" + name))
        .then()
        .statusCode(201);
  }

  private static void upload(URI service, String operatorKey, VaultTenant tenant) {
    given()
        .baseUri(service.toString())
        .header("Api-Key", operatorKey)
        .body("{\"uid\":\"imported\",\"masterToken\":\"m\"}\n{\"uid\":\"tokenless\"}\n")
        .put(tenant.path("/imports/springtime"))
        .then()
        .statusCode(201)
        .body("rejected", equalTo(1));
  }

  private static void awaitFailure(VaultTenant tenant) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                tenant
                    .asOperator()
                    .get(tenant.path("/webhooks/" + FAILING))
                    .then()
                    .body("delivery.state", equalTo("failing")));
  }
}
