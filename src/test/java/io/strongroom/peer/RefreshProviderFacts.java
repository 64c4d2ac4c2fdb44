package io.strongroom.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.peer.RefreshAnswer.Refused;
import io.strongroom.peer.RefreshAnswer.Rotated;
import org.junit.jupiter.api.Test;

/** What {@link RefreshStory} rests on: how the bare provider rotates, refuses and signs out. */
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
