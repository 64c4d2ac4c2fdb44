package io.strongroom.imports;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Lines of imports. */
final class ImportLines {

  private ImportLines() {}

  static String user(String uid, String masterToken) {
    return line(new JsonObject().put("uid", uid).put("masterToken", masterToken));
  }

  static String withToken(String uid, String masterToken, JsonObject clientToken) {
    return line(
        new JsonObject()
            .put("uid", uid)
            .put("masterToken", masterToken)
            .put("clientToken", clientToken));
  }

  static JsonObject token(String value, int secondsLeft) {
    return new JsonObject().put("token", value).put("expiresAt", in(secondsLeft));
  }

  static JsonObject token(String value, int secondsLeft, String... scopes) {
    return token(value, secondsLeft).put("scopes", new JsonArray(java.util.List.of(scopes)));
  }

  static String in(int seconds) {
    return Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static String line(JsonObject members) {
    return members.encode() + "\n";
  }
}
