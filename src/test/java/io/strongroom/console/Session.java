package io.strongroom.console;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.strongroom.service.Service;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a browser has after a sign-in, and how it calls with it. */
record Session(String cookie, String proof) {
  static final String COOKIE = "strongroom";
  private static final Pattern PROOF = Pattern.compile("<meta name=\"proof\" content=\"([^\"]+)\"");

  static Session of(String apiKey) {
    String cookie = signIn(apiKey).then().statusCode(303).extract().cookie(COOKIE);
    String page = anybody().cookie(COOKIE, cookie).get("/console/keys").asString();
    Matcher proof = PROOF.matcher(page);
    assertTrue(proof.find(), page);
    return new Session(cookie, proof.group(1));
  }

  static Response signIn(String apiKey) {
    return anybody().formParam("apiKey", apiKey).post("/console/sign-in");
  }

  static RequestSpecification anybody() {
    return given().baseUri(Service.uri().toString()).redirects().follow(false);
  }

  RequestSpecification reading() {
    return anybody().cookie(COOKIE, cookie).contentType(ContentType.JSON);
  }

  RequestSpecification changing() {
    return reading().header("X-Csrf-Token", proof);
  }
}
