package io.strongroom.http;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules for names are the same in bodies and in paths. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class BadNamesTest {

  static Stream<String> badNames() {
    return Stream.of(
        "",
        ".",
        "..",
        "a/b",
        "a\\b",
        "a;b",
        "a?b",
        "a#b",
        "a%b",
        "a b",
        " a",
        "a\tb",
        "a\u0000",
        "a\u007f",
        "\u00fc",
        "a\u2028",
        "x".repeat(129));
  }

  static Stream<String> badEnvironments() {
    return Stream.of("", "-a", "Production", "a_b", "a.b", "\u00fc", "a b", "x".repeat(65));
  }

  @ParameterizedTest
  @MethodSource("badNames")
  void badUidIsRefusedInABody(String uid) {
    Service.tenant().issue(uid).then().statusCode(400).body("member", equalTo("uid"));
  }

  @ParameterizedTest
  @MethodSource("badNames")
  void badClientIdIsRefusedInABody(String clientId) {
    Service.tenant()
        .issue(Map.of("uid", "u", "clientId", clientId))
        .then()
        .statusCode(400)
        .body("member", equalTo("clientId"));
  }

  @ParameterizedTest
  @MethodSource("badEnvironments")
  void badEnvironmentIsRefusedInABody(String environment) {
    Service.tenant()
        .issue(Map.of("uid", "u", "environment", environment))
        .then()
        .statusCode(400)
        .body("member", equalTo("environment"));
  }

  @ParameterizedTest
  @MethodSource("badNames")
  void badUidIsRefusedInAPath(String uid) {
    assertRefusedInAPath("/environments/e/accounts/", uid, "uid");
  }

  @ParameterizedTest
  @MethodSource("badNames")
  void badClientIdIsRefusedInAPath(String clientId) {
    assertRefusedInAPath("/environments/e/clients/", clientId, "clientId");
  }

  @ParameterizedTest
  @MethodSource("badEnvironments")
  void badEnvironmentIsRefusedInAPath(String environment) {
    assertRefusedInAPath("/environments/", environment, "environment");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"short", "UPPERCASE", "with-dash-in", "abcdefghijklmnopqrstuvwxyz1234567"})
  void badTenantIdIsRefused(String tenantId) {
    VaultTenant tenant = Service.tenant();

    tenant
        .asOperator()
        .get("/v1/admin/tenants/" + tenantId)
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-request"))
        .body("member", equalTo("tenantId"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "UPPERCASE"})
  void badKeyIdIsRefused(String keyId) {
    VaultTenant tenant = Service.tenant();

    tenant
        .asOperator()
        .delete(tenant.path("/api-keys/" + keyId))
        .then()
        .statusCode(400)
        .body("member", equalTo("keyId"));
  }

  @ParameterizedTest
  @CsvSource({
    "api-keys?limit=0,limit",
    "api-keys?limit=1001,limit",
    "environments?limit=-1,limit",
    "environments?limit=ten,limit",
    "environments?limit=1e2,limit",
    "environments/e/accounts?limit=1.5,limit"
  })
  void badPageIsRefused(String list, String member) {
    VaultTenant tenant = Service.tenant();

    tenant
        .asOperator()
        .get(tenant.path("/" + list))
        .then()
        .statusCode(400)
        .body("member", equalTo(member));
  }

  @Test
  void flagThatIsNeitherTrueNorFalseIsRefused() {
    VaultTenant tenant = Service.tenant();

    tenant
        .asOperator()
        .delete(tenant.environmentPath("?cascade=1"))
        .then()
        .statusCode(400)
        .body("member", equalTo("cascade"));
    tenant
        .asOperator()
        .body(Map.of("grant", "x-token", "tokenEndpoint", "https://a.example/t"))
        .put(tenant.environmentPath("?rebind=yes"))
        .then()
        .statusCode(400)
        .body("member", equalTo("rebind"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "user@example.com", "~!$&'()*+,=:@-._", "a:b", "...", "*", "\"<>|^`{}"})
  void everyOtherVisibleCharacterIsTakenInBodyAndPathAlike(String uid) {
    VaultTenant tenant = Service.tenant();
    tenant
        .asOperator()
        .body(Map.of("grant", "x-token", "tokenEndpoint", "https://a.example/t"))
        .put(tenant.environmentPath(""));

    String answer =
        RawCall.send(
            Service.operatorKey(),
            "PUT " + tenant.environmentPath("/accounts/") + encoded(uid),
            "Content-Type: application/json",
            "Content-Length: 2",
            "",
            "{}");

    assertTrue(answer.startsWith("HTTP/1.1 201 "), answer);
    assertEquals(
        uid,
        tenant
            .asOperator()
            .get(tenant.environmentPath("/accounts"))
            .then()
            .statusCode(200)
            .extract()
            .path("items[0].uid"));
  }

  /** An empty name makes another path, which is as good as none. */
  private static void assertRefusedInAPath(String below, String name, String member) {
    VaultTenant tenant = Service.tenant();
    String answer =
        RawCall.send(Service.operatorKey(), "DELETE " + tenant.path(below) + encoded(name));
    if (name.isEmpty()) {
      assertTrue(answer.matches("(?s)HTTP/1.1 40[045] .*"), answer);
    } else {
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      assertTrue(answer.contains("\"code\":\"invalid-request\""), answer);
      assertTrue(
          answer.contains("\"member\":\"" + member + "\"") || answer.contains("The path has"),
          answer);
    }
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
