package io.strongroom.imports;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.strongroom.service.VaultTenant;
import java.nio.charset.StandardCharsets;

/** Imports of a tenant, as its operator makes them. */
final class Importing {
  static final String LINES = "application/x-ndjson";

  private final VaultTenant tenant;

  private Importing(VaultTenant tenant) {
    this.tenant = tenant;
  }

  static Importing of(VaultTenant tenant) {
    return new Importing(tenant);
  }

  /** A new import that ends well. */
  JsonPath done(String file) {
    return done(file.getBytes(StandardCharsets.UTF_8));
  }

  JsonPath done(byte[] file) {
    Response answer = request(file).post(tenant.path("/imports"));
    answer.then().statusCode(201);
    return answer.jsonPath();
  }

  /** An import by this id: a new one, or one that goes on. */
  Response put(String id, String file) {
    return request(file.getBytes(StandardCharsets.UTF_8)).put(tenant.path("/imports/" + id));
  }

  JsonPath progress(String id) {
    return tenant
        .asOperator()
        .get(tenant.path("/imports/" + id))
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  Response rejects(String id, String query) {
    return tenant.asOperator().get(tenant.path("/imports/" + id + "/rejects" + query));
  }

  private io.restassured.specification.RequestSpecification request(byte[] file) {
    return tenant
        .asOperator()
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .encodeContentTypeAs(LINES, io.restassured.http.ContentType.BINARY)))
        .contentType(LINES)
        .body(file);
  }
}
