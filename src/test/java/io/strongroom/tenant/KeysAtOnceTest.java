package io.strongroom.tenant;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.TestKeys;
import io.strongroom.service.VaultTenant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a key holds for the next call that it makes. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class KeysAtOnceTest {
  private VaultTenant tenant;
  private String key;
  private String path;

  @BeforeEach
  void makeAKeyThatWorks() {
    tenant = Service.tenant();
    Response made = tenant.created("k", "TOKEN_INSPECT");
    key = made.path("apiKey");
    path = tenant.path("/api-keys/" + made.path("keyId"));
    inspect(key).then().statusCode(200);
  }

  static Stream<Arguments> wrongKeys() {
    String good = TestKeys.random();
    return Stream.of(
        Arguments.of("", "Api-Key token is not specified"),
        Arguments.of("Bearer " + good, "Api-Key token prefix invalid"),
        Arguments.of(good + "0", "Api-Key token length invalid"),
        Arguments.of(good.substring(0, 46) + "00000000", "Api-Key token format invalid"),
        Arguments.of(good, "Api-Key token is invalid"));
  }

  @ParameterizedTest
  @MethodSource("wrongKeys")
  void wrongKeyIsToldWhatIsWrong(String wrong, String message) {
    assertRefused(inspect(wrong), message);
  }

  @Test
  void deletedKeyIsRevoked() {
    tenant.asOperator().delete(path).then().statusCode(204);

    assertRefused(inspect(key), "Api-Key token is revoked");
  }

  @Test
  void expiredKeyIsRevokedAndALaterExpiryRevivesIt() {
    change(Map.of("expiresAt", "2020-01-01T00:00:00Z"));
    assertRefused(inspect(key), "Api-Key token is revoked");

    change(Map.of("expiresAt", "2099-01-01T00:00:00Z"));
    inspect(key).then().statusCode(200);
  }

  @Test
  void keyOfADeletedTenantIsRevoked() {
    tenant.asOperator().delete(tenant.path("")).then().statusCode(204);

    assertRefused(inspect(key), "Api-Key token is revoked");
    assertRefused(tenant.issue("u"), "Api-Key token is revoked");
  }

  @Test
  void scopeThatWasTakenAwayIsMissing() {
    change(Map.of("authScopes", List.of("TOKEN_DROP")));

    inspect(key).then().statusCode(403);
    tenant.with(key).body(Map.of("token", "x")).post("/v1/tokens/drop").then().statusCode(200);
  }

  @Test
  void administratorWhoLostTheScopeAdministersNoMore() {
    Response made = tenant.created("admin", "TENANT_ADMIN");
    String admin = made.path("apiKey");
    tenant.with(admin).get(tenant.path("")).then().statusCode(200);

    tenant
        .with(admin)
        .body(Map.of("authScopes", List.of("PRICING")))
        .patch(tenant.path("/api-keys/" + made.path("keyId")))
        .then()
        .statusCode(200);

    tenant.with(admin).get(tenant.path("")).then().statusCode(403);
  }

  private Response inspect(String with) {
    return tenant.with(with).body(Map.of("token", "x")).post("/v1/tokens/inspect");
  }

  private void change(Map<String, Object> body) {
    tenant.asOperator().body(body).patch(path).then().statusCode(200);
  }

  private static void assertRefused(Response answer, String message) {
    answer
        .then()
        .statusCode(401)
        .contentType(startsWith("application/problem+json"))
        .body("code", equalTo("unauthenticated"))
        .body("detail", equalTo(message));
  }
}
