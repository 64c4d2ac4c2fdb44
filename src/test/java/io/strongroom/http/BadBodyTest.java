package io.strongroom.http;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not exactly what was asked for is refused, with the member and the rule named. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class BadBodyTest {
  /** Stands in for every secret of the table. */
  private static final String SECRET = "hunter2";

  @ParameterizedTest
  @MethodSource({
    "io.strongroom.http.BadBodies#ofDataCalls",
    "io.strongroom.http.BadBodies#ofTenantsKeysAndQuotas",
    "io.strongroom.http.BadBodies#ofEnvironments",
    "io.strongroom.http.BadBodies#ofClientsAndAccounts"
  })
  void memberAndRuleAreNamed(String call, String body, String member, String rule) {
    assertInvalid(sent(call, body))
        .body("member", equalTo(member))
        .body("detail", startsWith(member + ": "))
        .body("detail", containsString(rule));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"uid\":",
        "{\"uid\":\"u\"",
        "{\"uid\":\"hunter2",
        "{\"uid\":\"u\"} x",
        "{\"uid\":\"u\",}",
        "{'uid':'u'}",
        "{uid:\"u\"}",
        "{\"uid\":\"u\"/* hunter2 */}",
        "{\"uid\":\"a\nb\"}",
        "{\"uid\":\"\\x\"}",
        "{\"uid\":\"u\",\"minTtlSeconds\":NaN}",
        "{\"uid\":\"u\",\"minTtlSeconds\":05}",
        "uid=u",
        "<uid>u</uid>"
      })
  void malformedJsonIsRefused(String body) {
    assertInvalid(sent(BadBodies.ISSUE, body)).body("detail", containsString("well-formed"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "{\"uid\":\"u\"}{}", "[{\"uid\":\"u\"}]", "\"hunter2\"", "5", "true"})
  void whatIsNoObjectIsRefused(String body) {
    assertInvalid(sent(BadBodies.ISSUE, body)).body("detail", containsString("one JSON object"));
  }

  @Test
  void textThatIsNoUtf8IsRefused() {
    byte[] latin = "{\"uid\":\"\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertInvalid(Service.tenant().asBackend().body(latin).post("/v1/tokens/issue"));
  }

  @Test
  void bodyThatIsNestedWithoutEndIsRefused() {
    String deep = "{\"uid\":" + "[".repeat(2_000);

    assertInvalid(sent(BadBodies.ISSUE, deep));
  }

  @Test
  void thirtyKindsAndMoreAreTried() {
    assertTrue(BadBodies.ofDataCalls().count() >= 30);
  }

  private static Response sent(String call, String body) {
    VaultTenant tenant = Service.tenant();
    String[] parts = call.split(" ");
    boolean data = parts[1].startsWith("/v1/tokens");
    RequestSpecification request = data ? tenant.asBackend() : tenant.asOperator();
    return (body.isEmpty() ? request : request.body(body))
        .request(parts[0], parts[1].replace("{tenant}", tenant.path("")));
  }

  private static ValidatableResponse assertInvalid(Response answer) {
    return answer
        .then()
        .statusCode(400)
        .contentType(startsWith("application/problem+json"))
        .body("code", equalTo("invalid-request"))
        .body("verdict", equalTo("terminal"))
        .body(not(containsString(SECRET)));
  }
}
