package io.strongroom.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PauseTest {
  private final Pause pause = new Pause(new Random(11));

  @Test
  void pausesDoubleUpToAnHour() {
    long expected = 1_000;
    for (int failures = 0; failures < 40; failures++) {
      long millis = pause.after(failures, null).toMillis();
      assertTrue(millis >= expected * 0.79 && millis <= expected * 1.21, failures + ": " + millis);
      expected = Math.min(expected * 2, Duration.ofHours(1).toMillis());
    }
  }

  @Test
  void receiverIsNotDisturbedBeforeTheTimeItAsksFor() {
    assertEquals(Duration.ofMinutes(7), pause.after(0, Duration.ofMinutes(7)));
    assertTrue(pause.after(20, Duration.ofSeconds(1)).compareTo(Duration.ofMinutes(45)) > 0);
  }
}
