package io.strongroom.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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

/** What the vault's suite rests on: how the bare server rotates, refuses and signs out. */
@Tag("keycloak")
class KeycloakHarnessIT {
  private static final Refused INVALID_GRANT = new Refused(400, "invalid_grant");

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
    realm = server.admin().createRealm(name, Duration.ofMinutes(1));
  }

  @Test
  void unknownTokenIsNotActive() {
    assertEquals(new Introspection(false, null), realm.introspect("no-token-of-this-server"));
  }

  @Test
  void offlineTokenRotates() {
    var offline = realm.signIn();

    var first = rotated(realm.refresh(offline));
    var second = rotated(realm.refresh(first.refreshToken()));

    assertNotEquals(offline, first.refreshToken());
    assertNotEquals(first.refreshToken(), second.refreshToken());
    assertNotEquals(first.accessToken(), second.accessToken());
    assertEquals(new Introspection(true, "ann"), realm.introspect(second.accessToken()));
  }

  @Test
  void oldOfflineTokenIsRefusedAndKillsTheCurrentOne() {
    var offline = realm.signIn();
    var current = rotated(realm.refresh(offline));
    assertTrue(realm.introspect(current.accessToken()).active());

    assertEquals(INVALID_GRANT, realm.refresh(offline));

    assertEquals(INVALID_GRANT, realm.refresh(current.refreshToken()));
    assertFalse(realm.introspect(current.accessToken()).active());
  }

  @Test
  void signOutEndsEverySessionAndANewOneWorks() {
    var first = rotated(realm.refresh(realm.signIn()));
    var second = realm.signIn();
    assertTrue(realm.introspect(first.accessToken()).active());

    realm.signOut();

    assertEquals(INVALID_GRANT, realm.refresh(first.refreshToken()));
    assertEquals(INVALID_GRANT, realm.refresh(second));
    assertFalse(realm.introspect(first.accessToken()).active());
    assertInstanceOf(Rotated.class, realm.refresh(realm.signIn()));
  }

  @Test
  void refreshCallsAreCountedWithTheRefusedOnes() {
    var offline = realm.signIn();
    assertEquals(0, realm.refreshCalls());

    assertInstanceOf(Rotated.class, realm.refresh(offline));
    assertEquals(INVALID_GRANT, realm.refresh(offline));

    assertEquals(2, realm.refreshCalls());
  }

  @Test
  void changedSecretIsNeededFromThenOn() {
    var offline = realm.signIn();
    var before = realm.clientSecret();

    realm.changeClientSecret();

    assertNotEquals(before, realm.clientSecret());
    assertInstanceOf(Rotated.class, realm.refresh(offline));
  }

  @Test
  void killedServerComesBackWithTheSessionsItHad() {
    var current = rotated(realm.refresh(realm.signIn()));

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

  private static Rotated rotated(RefreshAnswer answer) {
    return assertInstanceOf(Rotated.class, answer);
  }
}
