package io.strongroom.service;

import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Reads answers where many are read: for each path that it is asked for, REST Assured compiles a
 * script, which takes longer than the call.
 */
public final class Json {
  private Json() {}

  public static JsonObject of(Response answer) {
    return new JsonObject(answer.asString());
  }

  /** The members of a list of objects. */
  public static List<JsonObject> items(Response answer) {
    return of(answer).getJsonArray("items").stream().map(JsonObject.class::cast).toList();
  }

  /** A member of what a call has made. */
  public static String made(Response answer, String member) {
    return of(answer.then().statusCode(201).extract().response()).getString(member);
  }
}
