package io.strongroom.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.peer.RefreshAnswer.Refused;
import io.strongroom.peer.RefreshAnswer.Rotated;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The bare server: its offline tokens, and that it can be paused, killed and restarted. */
@Tag("keycloak")
class KeycloakHarnessIT {
  private static KeycloakServer server;
  private KeycloakRealm realm;

  @BeforeAll
  static void startServer() {
    server = KeycloakServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void createRealm(TestInfo test) {
    var name = test.getTestMethod().orElseThrow().getName();
    realm = server.createRealm(name, Duration.ofMinutes(1));
  }

  @Test
  void signOutEndsTheAccessTokensToo() {
    var token = RefreshProviderFacts.rotated(realm.refresh(realm.signIn())).accessToken();
    assertTrue(realm.introspect(token).active());

    realm.signOut();

    assertFalse(realm.introspect(token).active());
  }

  @Test
  void reuseOfAnOldOfflineTokenKillsTheCurrentOne() {
    var offline = realm.signIn();
    var current = RefreshProviderFacts.rotated(realm.refresh(offline));
    assertTrue(realm.introspect(current.accessToken()).active());

    assertEquals(RefreshProviderFacts.INVALID_GRANT, realm.refresh(offline));

    assertEquals(RefreshProviderFacts.INVALID_GRANT, realm.refresh(current.refreshToken()));
    assertFalse(realm.introspect(current.accessToken()).active());
  }

  @Test
  void changedSecretIsNeededFromThenOn() {
    var offline = realm.signIn();
    var before = realm.client();

    realm.changeClientSecret();

    assertEquals(new Refused(401, "unauthorized_client"), realm.refresh(before, offline));
    assertInstanceOf(Rotated.class, realm.refresh(offline));
  }

  @Test
  void killedServerComesBackWithTheSessionsItHad() {
    var current = RefreshProviderFacts.rotated(realm.refresh(realm.signIn()));

    server.kill();
    assertThrows(IOException.class, () -> statusOfTheTokenEndpoint(Duration.ofSeconds(5)));
    server.restart();

    assertInstanceOf(Rotated.class, realm.refresh(current.refreshToken()));
  }

  @Test
  void pausedServerIsSilentUntilItIsResumed() throws Exception {
    server.pause();
    try {
      assertThrows(
          HttpTimeoutException.class, () -> statusOfTheTokenEndpoint(Duration.ofMillis(500)));
    } finally {
      server.resume();
    }
    assertTrue(statusOfTheTokenEndpoint(Duration.ofSeconds(30)) < 500);
  }

  private int statusOfTheTokenEndpoint(Duration patience) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(realm.tokenEndpoint()).timeout(patience).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }
}
