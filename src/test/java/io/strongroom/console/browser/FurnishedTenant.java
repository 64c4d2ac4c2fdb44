package io.strongroom.console.browser;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.strongroom.service.TestKeys;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;

/** A tenant that has something on every page; some of its names are markup. */
final class FurnishedTenant {
  static final String SCRIPT = "<script>alert(1)<";
  static final String HANDLER = "\"><img src=x onerror=alert(1)>";

  private FurnishedTenant() {}

  static VaultTenant at(URI service, String operatorKey, Upstream upstream) {
    VaultTenant tenant = upstream.tenantOf(service, operatorKey, "x-token", Map.of());
    tenant.asOperator().body(Map.of("name", HANDLER)).put(tenant.path("")).then().statusCode(200);
    tenant.newKey(HANDLER, "PRICING");
    tenant.asOperator().body(Map.of("limit", 1000)).put(tenant.path("/quotas/issue"));
    Stream.of("ann", "ben", "cleo", "dora", SCRIPT).forEach(uid -> entrust(tenant, upstream, uid));
    tenant.with(TestKeys.random()).get(tenant.path(""));
    tenant.putMasterToken("never-signed-in", "unknown-upstream").then().statusCode(204);
    tenant.issue("never-signed-in").then().statusCode(409);
    upload(service, operatorKey, tenant);
    return tenant;
  }

  /** A user whose master token is good, and who has a client token. */
  static void entrust(VaultTenant tenant, Upstream upstream, String uid) {
    tenant.putMasterToken(uid, upstream.signIn("x-token", uid)).then().statusCode(204);
    tenant.issue(uid).then().statusCode(200);
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
}
