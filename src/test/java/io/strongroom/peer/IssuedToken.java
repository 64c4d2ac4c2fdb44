package io.strongroom.peer;

import io.restassured.path.json.JsonPath;

/** What the service answered to an issue call; it does not print the token. */
record IssuedToken(
    String token, String uid, String environment, String clientId, long generation, String source) {

  static IssuedToken of(JsonPath answer) {
    return new IssuedToken(
        answer.getString("token"),
        answer.getString("uid"),
        answer.getString("environment"),
        answer.getString("clientId"),
        answer.getLong("generation"),
        answer.getString("source"));
  }

  boolean fromUpstream() {
    return source.equals("upstream");
  }

  @Override
  public String toString() {
    return "IssuedToken[generation=" + generation + ", source=" + source + "]";
  }
}
