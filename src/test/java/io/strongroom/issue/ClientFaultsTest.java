package io.strongroom.issue;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.TestProfile;
import io.strongroom.sandbox.Client;
import io.strongroom.sandbox.MasterToken;
import io.strongroom.service.Entrusted;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that is wrong at the provider costs no account, however many use it. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class ClientFaultsTest {
  private static final int ACCOUNTS = 5;
  private static final String NEW_SECRET = "s3cret-that-the-provider-has-now";

  /** Several users of one environment and one client. */
  private record Users(Entrusted first, MasterToken.Kind kind, List<String> uids) {

    static Users of(Entrusted first, MasterToken.Kind kind) {
      List<String> uids =
          IntStream.range(0, ACCOUNTS).mapToObj(i -> first.uid() + "-" + i).toList();
      uids.forEach(
          uid ->
              first
                  .tenant()
                  .putMasterToken(uid, Simulator.enter(MasterToken.of(kind, uid)))
                  .then()
                  .statusCode(204));
      return new Users(first, kind, uids);
    }

    void each(Consumer<String> work) {
      uids.forEach(work);
    }

    long calls() {
      return Simulator.callsOfClient(first.client()).received();
    }

    void assertAuthorized(String uid) {
      first.tenant().account(uid).then().body("status", equalTo("authorized"));
    }

    void assertIssued(String uid) {
      assertEquals("upstream", Entrusted.granted(first.tenant().issue(uid)).getString("source"));
    }
  }

  static Stream<Users> users() {
    return Stream.of(
        Users.of(Entrusted.xToken(), MasterToken.Kind.X_TOKEN),
        Users.of(Entrusted.refreshToken(), MasterToken.Kind.REFRESH_TOKEN),
        Users.of(Entrusted.refreshTokenWithGrace(Map.of()), MasterToken.Kind.REFRESH_TOKEN));
  }

  @ParameterizedTest
  @MethodSource("users")
  void secretChangedUpstreamCostsNoAccountAndHoldsAgainOnceItIsPut(Users users) {
    Simulator.register(Client.of(users.first().client(), NEW_SECRET));
    users.each(uid -> assertMisconfigured(users, uid));
    long asked = users.calls();

    users.each(uid -> assertMisconfigured(users, uid));

    assertEquals(asked, users.calls(), "it is remembered");
    users.each(users::assertAuthorized);
    users
        .first()
        .tenant()
        .putClient(users.first().client(), NEW_SECRET, "client_secret_basic")
        .then()
        .statusCode(200);
    users.each(users::assertIssued);
  }

  private static void assertMisconfigured(Users users, String uid) {
    users
        .first()
        .tenant()
        .issue(uid)
        .then()
        .statusCode(502)
        .body("code", equalTo("upstream-configuration"))
        .body("verdict", equalTo("configuration"));
  }

  @Test
  void clientThatMayNotUseTheRefreshTokenLosesItsOwnSlotAlone() {
    Entrusted user = Entrusted.refreshToken();
    String wrong = user.anotherClient();
    bind(user);
    assertEquals(1, user.issued().getLong("generation"));
    setDefault(user, wrong);

    assertRefused(user);
    long asked = Simulator.callsOfClient(wrong).received();
    assertRefused(user);

    assertEquals(asked, Simulator.callsOfClient(wrong).received(), "the slot remembers it");
    user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));
    assertEquals(
        2,
        Entrusted.granted(
                user.tenant()
                    .issue(
                        Map.of(
                            "uid",
                            user.uid(),
                            "clientId",
                            user.client(),
                            "newerThanGeneration",
                            1)))
            .getLong("generation"));
  }

  /** A sign-in whose refresh token only the first client may use. */
  private static void bind(Entrusted user) {
    MasterToken token =
        MasterToken.of(MasterToken.Kind.REFRESH_TOKEN, user.uid()).withClient(user.client());
    user.tenant().putMasterToken(user.uid(), Simulator.enter(token)).then().statusCode(204);
  }

  private static void setDefault(Entrusted user, String client) {
    user.tenant()
        .asOperator()
        .body(user.settings(Map.of("defaultClientId", client)))
        .put(user.tenant().environmentPath(""))
        .then()
        .statusCode(200);
  }

  private static void assertRefused(Entrusted user) {
    user.issue()
        .then()
        .statusCode(409)
        .body("code", equalTo("account-not-authorized"))
        .body("reason", equalTo("invalid-grant"));
  }
}
