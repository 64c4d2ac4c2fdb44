package io.strongroom.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.peer.RefreshAnswer.Refused;
import io.strongroom.peer.RefreshAnswer.Rotated;
import org.junit.jupiter.api.Test;

/** What {@link ProviderSuite} rests on: how the bare provider rotates, refuses and signs out. */
abstract class RefreshProviderFacts {
  static final Refused INVALID_GRANT = new Refused(400, "invalid_grant");

  /** The provider, running, with no session of the user. */
  abstract RefreshProvider provider();

  @Test
  void unknownTokenIsNotActive() {
    assertEquals(new Introspection(false, null), provider().introspect("nobody-gave-this"));
  }

  @Test
  void oldRefreshTokenIsRefused() {
    var first = provider().signIn();
    assertInstanceOf(Rotated.class, provider().refresh(first));

    assertEquals(INVALID_GRANT, provider().refresh(first));
  }

  @Test
  void wrongSecretIsRefusedExactlyWhereClientsAreChecked() {
    var token = provider().signIn();
    var client = provider().client();

    var answer =
        provider()
            .refresh(ProviderClient.withSecret(client.id(), client.authMethod(), "wrong"), token);

    assertRefused(Ability.CHECKS_CLIENTS, answer);
  }

  @Test
  void strangerIsRefusedExactlyWhereClientsAreChecked() {
    assertRefused(
        Ability.CHECKS_CLIENTS, provider().refresh(provider().stranger(), provider().signIn()));
  }

  @Test
  void reuseEndsTheCurrentTokenExactlyWhereItIsTakenAsTheft() {
    var first = provider().signIn();
    var current = rotated(provider().refresh(first));

    assertEquals(INVALID_GRANT, provider().refresh(first));

    assertRefused(Ability.ENDS_SESSION_ON_REUSE, provider().refresh(current.refreshToken()));
  }

  /** An ability that is declared shows in a refusal, and one that is not in its absence. */
  private void assertRefused(Ability ability, RefreshAnswer answer) {
    assertEquals(provider().abilities().contains(ability), answer instanceof Refused);
  }

  @Test
  void refreshTokenRotates() {
    var signedIn = provider().signIn();

    var first = rotated(provider().refresh(signedIn));
    var second = rotated(provider().refresh(first.refreshToken()));

    assertFalse(signedIn.equals(first.refreshToken()));
    assertFalse(first.refreshToken().equals(second.refreshToken()));
    assertFalse(first.accessToken().equals(second.accessToken()));
    var active = new Introspection(true, provider().user());
    assertEquals(active, provider().introspect(first.accessToken()));
    assertEquals(active, provider().introspect(second.accessToken()));
  }

  @Test
  void signOutEndsEverySessionAndANewOneWorks() {
    var first = rotated(provider().refresh(provider().signIn()));
    var second = provider().signIn();
    assertTrue(provider().introspect(first.accessToken()).active());

    provider().signOut();

    assertEquals(INVALID_GRANT, provider().refresh(first.refreshToken()));
    assertEquals(INVALID_GRANT, provider().refresh(second));
    assertInstanceOf(Rotated.class, provider().refresh(provider().signIn()));
  }

  @Test
  void refreshCallsAreCountedWithTheRefusedOnes() {
    var before = provider().refreshCalls();
    var token = provider().signIn();
    assertEquals(before, provider().refreshCalls());

    assertInstanceOf(Rotated.class, provider().refresh(token));
    assertEquals(INVALID_GRANT, provider().refresh(token));

    assertEquals(before + 2, provider().refreshCalls());
  }

  static Rotated rotated(RefreshAnswer answer) {
    return assertInstanceOf(Rotated.class, answer);
  }
}
