package io.strongroom.peer;

import io.restassured.response.Response;

/** A token endpoint's answer to the grant {@code refresh_token}. */
sealed interface RefreshAnswer {

  /** A client token, and the refresh token that replaces the one sent. */
  record Rotated(String accessToken, String refreshToken) implements RefreshAnswer {
    @Override
    public String toString() {
      return "Rotated";
    }
  }

  /** An error of RFC 6749 section 5.2. */
  record Refused(int status, String error) implements RefreshAnswer {}

  static RefreshAnswer of(Response response) {
    var body = response.jsonPath();
    return response.statusCode() == 200
        ? new Rotated(body.getString("access_token"), body.getString("refresh_token"))
        : new Refused(response.statusCode(), body.getString("error"));
  }
}
