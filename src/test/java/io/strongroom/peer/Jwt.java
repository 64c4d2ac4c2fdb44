package io.strongroom.peer;

import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a signed token says, read without asking whether the signature is right. */
final class Jwt {
  private Jwt() {}

  static JsonPath payload(String token) {
    var payload = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
    return JsonPath.from(new String(payload, StandardCharsets.UTF_8));
  }
}
