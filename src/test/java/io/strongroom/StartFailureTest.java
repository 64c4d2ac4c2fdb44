package io.strongroom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.runtime.QuarkusBindException;
import io.strongroom.database.StartRefused;
import java.net.BindException;
import org.junit.jupiter.api.Test;

/** What the console says when a start fails. */
class StartFailureTest {
  @Test
  void aRefusalIsFoundHoweverDeepItLies() {
    Throwable refused = new StartRefused("The key does not open.", new IllegalStateException("x"));
    assertEquals(
        "The key does not open.", StartFailure.sentence(new RuntimeException("boot", refused)));
  }

  @Test
  void aTakenPortIsNamed() {
    var taken = new QuarkusBindException("127.0.0.1", 8080, new BindException("in use"));
    assertEquals(
        "Port 8080 is taken by another process.",
        StartFailure.sentence(new RuntimeException(taken)));
  }

  @Test
  void anythingElseIsItsDeepestCauseOnOneLine() {
    Throwable failure = new RuntimeException("outer", new IllegalStateException("first\n  second"));
    assertEquals("first second", StartFailure.sentence(failure));
    assertEquals("Error.", StartFailure.sentence(new Error()));
  }
}
