package io.strongroom.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A path that two readers could read in two ways is refused before anybody reads it. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class OddPathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/admin/tenants%2Fx",
        "/v1/admin/tenants%2fx",
        "/v1/admin/tenants%5Cx",
        "/v1/admin/tenants%5cx",
        "/v1/admin/tenants%3Bx",
        "/v1/admin/tenants;x=1",
        "/v1/admin/tenants;",
        "//v1/admin/tenants",
        "/v1//admin/tenants",
        "/v1/admin/tenants//",
        "/v1/admin/../admin/tenants",
        "/v1/admin/./tenants",
        "/v1/admin/tenants/..",
        "/v1/admin/%2e%2e/admin/tenants",
        "/v1/admin/%2E/tenants",
        "/v1/admin/tenants%00",
        "/v1/admin/tenants%0d%0aX:1",
        "/v1/admin/tenants%7F",
        "/v1/admin/tenants%25",
        "/v1/admin/tenants%3F",
        "/v1/admin/tenants%23",
        "/v1/admin/tenants\u00fc"
      })
  void oddPathIsRefused(String path) {
    String answer = RawCall.send(Service.operatorKey(), "GET " + path);

    assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    assertTrue(answer.contains("\"code\":\"invalid-request\""), answer);
    assertFalse(answer.contains("items"), "nothing is listed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/admin/tenants\\",
        "/v1/admin/tenants%",
        "/v1/admin/tenants%zz",
        "/v1/admin/tenants/%C3"
      })
  void pathThatIsNoPathIsRefused(String path) {
    String answer = RawCall.send(Service.operatorKey(), "GET " + path);

    assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /v1/admin/tenants?x=%2F;..//", "GET /v1/admin/tenants?limit=1"})
  void queryMayHoldWhatAPathMayNot(String requestLine) {
    String answer = RawCall.send(Service.operatorKey(), requestLine);

    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
  }
}
