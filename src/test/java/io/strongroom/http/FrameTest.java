package io.strongroom.http;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statuses of the frame, and the form that every error has. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class FrameTest {
  private static final int BOUND = 64 * 1024;

  @ParameterizedTest
  @CsvSource({
    "GET,/v1/tokens/issue,POST",
    "PUT,/v1/tokens/drop,POST",
    "DELETE,/v1/tokens/inspect,POST",
    "PUT,/v1/admin/tenants,'GET, HEAD, POST'",
    "PATCH,/v1/admin/tenants/abcdefgh,'DELETE, GET, HEAD, PUT'",
    "POST,/v1/admin/tenants/abcdefgh/api-keys/abcdefgh,'DELETE, GET, HEAD, PATCH'",
    "PATCH,/v1/admin/tenants/abcdefgh/environments/e/accounts/u/master-token,'DELETE, PUT'"
  })
  void otherMethodIsNotAllowedWhoeverAsksAndTheOthersAreNamed(
      String method, String path, String allowed) {
    assertFault(Service.tenant().with("").request(method, path), 405, "method-not-allowed")
        .header("Allow", equalTo(allowed));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/auth/token", "/auth/token"})
  void marketplacesPathNamesItsMethodToo(String path) {
    Service.tenant().with("").delete(path).then().statusCode(405).header("Allow", equalTo("POST"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1", "/v1/tokens", "/v1/tokens/issue/more", "/V1/tokens/issue"})
  void unknownPathIsNotFoundWhoeverAsks(String path) {
    assertFault(Service.tenant().with("").post(path), 404, "not-found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded"})
  void otherMediaTypeIsNotSupported(String type) {
    assertFault(
        Service.tenant().asBackend().contentType(type).body("{}").post("/v1/tokens/issue"),
        415,
        "unsupported-media-type");
  }

  @Test
  void announcedBodyThatIsTooLargeIsNotRead() {
    String answer =
        RawCall.send(
            Service.tenant().apiKey(),
            "POST /v1/tokens/issue",
            "Content-Type: application/json",
            "Content-Length: " + (BOUND + 1),
            "",
            "{");

    assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
    assertTrue(answer.contains("\"code\":\"too-large\""), answer);
  }

  @Test
  void chunkedBodyThatIsTooLargeIsCutOff() {
    String chunk = "1000\r\n" + " ".repeat(0x1000) + "\r\n";

    String answer =
        RawCall.send(
            Service.tenant().apiKey(),
            "POST /v1/tokens/issue",
            "Content-Type: application/json",
            "Transfer-Encoding: chunked",
            "",
            chunk.repeat(17) + "0\r\n\r\n");

    assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
  }

  @Test
  void bodyAtTheBoundIsRead() {
    String body = "{\"token\":\"x\"}";

    Service.tenant()
        .asBackend()
        .body(body + " ".repeat(BOUND - body.length()))
        .post("/v1/tokens/inspect")
        .then()
        .statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/xml", "image/png;q=0.1", "nonsense"})
  void thereIsNothingToNegotiate(String accept) {
    Service.tenant()
        .asBackend()
        .header("Accept", accept)
        .body(Map.of("token", "x"))
        .post("/v1/tokens/inspect")
        .then()
        .statusCode(200)
        .contentType(startsWith("application/json"));
  }

  @Test
  void jsonWithoutAMediaTypeIsTakenAsJson() {
    String body = "{\"token\":\"x\"}";

    String answer =
        RawCall.send(
            Service.tenant().apiKey(),
            "POST /v1/tokens/inspect",
            "Content-Length: " + body.length(),
            "",
            body);

    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
  }

  @Test
  void errorHasTheMembersOfAProblemInTheirOrder() {
    Map<String, Object> problem = Service.tenant().issue("nobody").jsonPath().getMap("$");

    assertEquals(
        List.of("type", "title", "status", "detail", "instance", "code", "verdict"),
        List.copyOf(problem.keySet()));
    assertEquals("urn:strongroom:error:environment-not-found", problem.get("type"));
    assertEquals("/v1/tokens/issue", problem.get("instance"));
  }

  @Test
  void invalidRequestNamesItsMember() {
    Map<String, Object> problem = Service.tenant().issue(Map.of()).jsonPath().getMap("$");

    assertTrue(problem.keySet().containsAll(Set.of("member", "code", "verdict")));
  }

  @Test
  void everyAnswerForbidsStoringAndGuessing() {
    VaultTenant tenant = Service.tenant();

    for (Response answer :
        List.of(
            tenant.drop("x"),
            tenant.issue("nobody"),
            tenant.with("").get("/nothing"),
            tenant.asOperator().get(tenant.path("")))) {
      answer
          .then()
          .header("Cache-Control", "no-store")
          .header("X-Content-Type-Options", containsString("nosniff"));
    }
  }

  private static ValidatableResponse assertFault(Response answer, int status, String code) {
    return answer
        .then()
        .statusCode(status)
        .contentType(startsWith("application/problem+json"))
        .body("code", equalTo(code))
        .body("status", equalTo(status));
  }
}
