package io.strongroom.rotation;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** An operator who rotates keys and watches. */
public record Rotating(URI service, String operatorKey) {
  private static final String PATH = "/v1/admin/keys/rotations";

  public Response asked(Map<String, ?> body) {
    return operator().body(body).post(PATH);
  }

  /** Begins one and gives its id. */
  public String begun(Map<String, ?> body) {
    return asked(body).then().statusCode(202).extract().path("rotationId");
  }

  public String tenant(String tenantId) {
    return begun(Map.of("kind", "tenant", "tenantId", tenantId));
  }

  public Response progress(String id) {
    return operator().get(PATH + "/" + id);
  }

  public Response list(String query) {
    return operator().get(PATH + query);
  }

  public JsonPath ended(String id, Duration patience) {
    return awaited(id, "stage", "done", patience);
  }

  /** Waits until a member has a value, as text. */
  public JsonPath awaited(String id, String member, String value, Duration patience) {
    return await()
        .atMost(patience)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> progress(id).then().statusCode(200).extract().jsonPath(),
            at -> String.valueOf(at.getString(member)).contains(value));
  }

  private RequestSpecification operator() {
    return given()
        .baseUri(service.toString())
        .header("Api-Key", operatorKey)
        .contentType(ContentType.JSON);
  }
}
