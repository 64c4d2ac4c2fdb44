package io.strongroom.inspect;

import static io.strongroom.inspect.AuthToken.error;
import static io.strongroom.inspect.AuthToken.header;
import static io.strongroom.service.Hour.withinAnHour;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.TestKeys;
import io.strongroom.service.VaultTenant;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The marketplace's method to the letter: bodies, messages and the order of its checks. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class AuthTokenTest {
  private static final List<String> FOURTEEN =
      List.of(
          "ALL_METHODS",
          "ALL_METHODS_READ_ONLY",
          "INVENTORY_AND_ORDER_PROCESSING",
          "INVENTORY_AND_ORDER_PROCESSING_READ_ONLY",
          "PRICING",
          "PRICING_READ_ONLY",
          "OFFERS_AND_CARDS_MANAGEMENT",
          "OFFERS_AND_CARDS_MANAGEMENT_READ_ONLY",
          "PROMOTION",
          "PROMOTION_READ_ONLY",
          "FINANCE_AND_ACCOUNTING",
          "COMMUNICATION",
          "SETTINGS_MANAGEMENT",
          "SUPPLIES_MANAGEMENT_READ_ONLY");

  static Stream<Arguments> wrongKeys() {
    String good = TestKeys.random();
    String random = good.substring(5, 45);
    return Stream.of(
        arguments("", "Api-Key token is not specified"),
        arguments("   ", "Api-Key token is not specified"),
        arguments("Bearer " + good, "Api-Key token prefix invalid"),
        arguments("STRM_" + good.substring(5), "Api-Key token prefix invalid"),
        arguments("x", "Api-Key token prefix invalid"),
        arguments("strm_", "Api-Key token length invalid"),
        arguments(good + "0", "Api-Key token length invalid"),
        arguments(good.substring(0, 53), "Api-Key token length invalid"),
        arguments("strm_" + random + "_00000000", "Api-Key token format invalid"),
        arguments("strm_" + random + "-" + good.substring(46), "Api-Key token format invalid"),
        arguments("strm_!" + good.substring(6), "Api-Key token format invalid"),
        arguments(good.substring(0, 46) + "ABCDEF01", "Api-Key token format invalid"),
        arguments(good, "Api-Key token is invalid"));
  }

  @ParameterizedTest
  @MethodSource("wrongKeys")
  void wrongKeyIsToldWhatIsWrong(String key, String message) {
    HttpResponse<String> answer = AuthToken.call(key);

    assertEquals(401, answer.statusCode());
    assertEquals(error("UNAUTHORIZED", message), answer.body());
    assertEquals("", header(answer, AuthToken.LIMIT), "nobody known, nothing counted");
  }

  @Test
  void callWithoutAKeyIsToldSo() {
    assertError(
        AuthToken.call("POST", "/v2/auth/token"),
        401,
        "UNAUTHORIZED",
        "Credentials are not specified");
  }

  @Test
  void deletedKeyIsRevoked() {
    VaultTenant tenant = Service.tenant();
    Response made = tenant.created("short-lived", "PRICING");
    tenant.asOperator().delete(tenant.path("/api-keys/" + made.path("keyId")));

    assertError(
        AuthToken.call(made.path("apiKey")), 401, "UNAUTHORIZED", "Api-Key token is revoked");
  }

  @Test
  void operatorIsDenied() {
    HttpResponse<String> answer = AuthToken.call(Service.operatorKey());

    assertError(answer, 403, "FORBIDDEN", "Access denied");
    assertEquals("", header(answer, AuthToken.REMAINING), "and not counted");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/v2/auth/token,405,METHOD_NOT_ALLOWED,Method not allowed",
    "PUT,/auth/token,405,METHOD_NOT_ALLOWED,Method not allowed",
    "DELETE,/v2/auth/token,405,METHOD_NOT_ALLOWED,Method not allowed",
    "POST,/v2/auth/tokens,404,NOT_FOUND,Not found",
    "POST,/v2/auth/token/more,404,NOT_FOUND,Not found",
    "GET,/v2,404,NOT_FOUND,Not found"
  })
  void pathAndMethodAreLookedAtBeforeTheKey(
      String method, String path, int status, String code, String message) {
    assertError(AuthToken.call(method, path), status, code, message);
  }

  @Test
  void goodKeyIsToldItsNameAndScopes() {
    String key = Service.tenant().newKey("warehouse bot", "PRICING", "PROMOTION_READ_ONLY");

    HttpResponse<String> answer = AuthToken.call(key);

    assertEquals(200, answer.statusCode());
    assertEquals(
        "{\"status\":\"OK\",\"result\":{\"apiKey\":{\"name\":\"warehouse bot\","
            + "\"authScopes\":[\"PRICING\",\"PROMOTION_READ_ONLY\"]}}}",
        answer.body());
    assertEquals("no-store", header(answer, "Cache-Control"));
  }

  @Test
  void allFourteenScopesAreShownInTheirOrder() {
    assertShown(FOURTEEN, FOURTEEN.toArray(String[]::new));
  }

  @Test
  void ownScopesAreShownAsTheWordThatCoversThem() {
    assertShown(List.of("ALL_METHODS_READ_ONLY"), "TOKEN_INSPECT");
    assertShown(List.of("ALL_METHODS"), "TOKEN_ISSUE");
    assertShown(List.of("ALL_METHODS"), "TOKEN_INSPECT", "TOKEN_DROP");
    assertShown(List.of("ALL_METHODS"), "TENANT_ADMIN");
    assertShown(List.of("PRICING"), "TOKEN_ISSUE", "PRICING", "TENANT_ADMIN");
  }

  @Test
  void pathWithoutTheVersionIsTheSameMethodAndTheSameLimit() {
    withinAnHour(
        () -> {
          String key = Service.tenant().newKey("k", "PRICING");
          assertEquals("99", header(AuthToken.call(key), AuthToken.REMAINING));
          HttpResponse<String> other = AuthToken.call("POST", "/auth/token", key);
          assertEquals(200, other.statusCode());
          assertEquals("98", header(other, AuthToken.REMAINING));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain", "application/xml", "nonsense"})
  void whateverIsSentIsNotLookedAt(String type) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(Service.uri() + "/v2/auth/token"))
            .header("Api-Key", Service.tenant().newKey("k", "PRICING"))
            .header("Content-Type", type)
            .header("Accept", "application/problem+json")
            .POST(BodyPublishers.ofString("{\"broken"))
            .build();

    assertEquals(200, AuthToken.sent(request).statusCode());
  }

  @Test
  void twoKeysAreNoKey() {
    String key = Service.tenant().newKey("k", "PRICING");

    assertError(
        AuthToken.call("POST", "/v2/auth/token", key, key),
        401,
        "UNAUTHORIZED",
        "Api-Key token format invalid");
  }

  @Test
  void keyInAnAuthorizationHeaderIsNoKey() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(Service.uri() + "/v2/auth/token"))
            .header("Authorization", "Bearer " + Service.tenant().apiKey())
            .POST(BodyPublishers.noBody())
            .build();

    assertError(AuthToken.sent(request), 401, "UNAUTHORIZED", "Credentials are not specified");
  }

  private static void assertShown(List<String> shown, String... scopes) {
    String body = AuthToken.call(Service.tenant().newKey("k", scopes)).body();
    String expected =
        shown.stream().map(it -> '"' + it + '"').collect(Collectors.joining(",", "[", "]"));
    assertEquals(
        "{\"status\":\"OK\",\"result\":{\"apiKey\":{\"name\":\"k\",\"authScopes\":"
            + expected
            + "}}}",
        body);
  }

  private static void assertError(
      HttpResponse<String> answer, int status, String code, String message) {
    assertEquals(error(code, message), answer.body());
    assertEquals(status, answer.statusCode());
  }
}
