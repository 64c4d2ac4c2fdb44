package io.strongroom.peer;

import static io.restassured.RestAssured.given;

import java.net.URI;

/**
 * An OAuth server with one user and one confidential client, whose refresh tokens rotate without
 * any grace.
 */
interface RefreshProvider {
  URI tokenEndpoint();

  String clientId();

  String clientSecret();

  /** The user, as {@link #introspect} names the owner of a token. */
  String user();

  /** A refresh token of a new session of the user. */
  String signIn();

  /** Ends every session of the user: each of its refresh tokens is refused from now on. */
  void signOut();

  /** What the server itself says about an access token. */
  Introspection introspect(String accessToken);

  /** How many calls of the grant {@code refresh_token} the server has answered, refusals too. */
  long refreshCalls();

  /** Refreshes beside the vault. */
  default RefreshAnswer refresh(String refreshToken) {
    return refresh(clientSecret(), refreshToken);
  }

  /** Refreshes beside the vault, with a secret that the client had or has. */
  default RefreshAnswer refresh(String secret, String refreshToken) {
    return RefreshAnswer.of(
        given()
            .auth()
            .preemptive()
            .basic(clientId(), secret)
            .formParam("grant_type", "refresh_token")
            .formParam("refresh_token", refreshToken)
            .post(tokenEndpoint()));
  }
}
