package io.strongroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What a route says about the answers that come back on it. */
class RouteTest {

  @Test
  void refreshTokenOfAnotherGrantsAnswerIsNoMasterToken() {
    assertEquals(Rotation.NEVER, TestRoutes.of("grant", "x-token").rotation());
    assertEquals(Rotation.NEVER, TestRoutes.of("grant", "token-exchange").rotation());
  }

  @Test
  void refreshTokenIsKeptThoughNoneWasExpected() {
    assertEquals(Rotation.UNEXPECTED, TestRoutes.of("grant", "refresh_token").rotation());
  }

  @Test
  void environmentThatRotatesExpectsIt() {
    assertEquals(Rotation.EXPECTED, TestRoutes.rotating("grant", "refresh_token").rotation());
    assertEquals(Rotation.EXPECTED, TestRoutes.rotating("grant", "token-exchange").rotation());
  }
}
