package io.strongroom.peer;

import static io.restassured.RestAssured.given;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An OAuth server with one user and some confidential clients, whose refresh tokens rotate without
 * any grace.
 */
interface RefreshProvider {
  String BASIC = "client_secret_basic";
  String POST = "client_secret_post";

  Set<Ability> abilities();

  URI tokenEndpoint();

  /** How its clients may authenticate, of what the vault offers; {@link #BASIC} always. */
  List<String> authMethods();

  /** The client that authenticates so. */
  ProviderClient client(String authMethod);

  /** A client to which the user never signed in. */
  ProviderClient stranger();

  /** The user, as {@link #introspect} names the owner of a token. */
  String user();

  /** A refresh token of a new session of the user with a client. */
  String signIn(ProviderClient client);

  /** Ends every session of the user: each of its refresh tokens is refused from now on. */
  void signOut();

  /** Gives the usual client a new secret: where secrets are checked, the old one is refused. */
  void changeClientSecret();

  /** What the server itself says about an access token. */
  Introspection introspect(String accessToken);

  /** How many calls of the grant {@code refresh_token} the server has answered, refusals too. */
  long refreshCalls();

  /** From now on takes calls and answers none, for so long; then it goes on. Does not wait. */
  void fallSilentFor(Duration time);

  /** The server's process, where it has {@link Ability#SURVIVES_KILLS}. */
  default Optional<Killable> process() {
    return Optional.empty();
  }

  /** The client that is meant where none is named. */
  default ProviderClient client() {
    return client(BASIC);
  }

  /** A refresh token of a new session with the usual client. */
  default String signIn() {
    return signIn(client());
  }

  /** Refreshes beside the vault. */
  default RefreshAnswer refresh(String refreshToken) {
    return refresh(client(), refreshToken);
  }

  /** Refreshes beside the vault, as a client with a secret that it had or has. */
  default RefreshAnswer refresh(ProviderClient client, String refreshToken) {
    return RefreshAnswer.of(
        given()
            .auth()
            .preemptive()
            .basic(client.id(), client.secret())
            .formParam("grant_type", "refresh_token")
            .formParam("refresh_token", refreshToken)
            .post(tokenEndpoint()));
  }
}
