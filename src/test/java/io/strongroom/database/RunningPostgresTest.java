package io.strongroom.database;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The end of a process that is not ours to reap. */
class RunningPostgresTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  @Test
  @EnabledOnOs(OS.LINUX)
  void processThatNobodyReapsIsNotWaitedFor() throws IOException {
    // The child ends, and what its parent has become does not know of it.
    Process parent = new ProcessBuilder("sh", "-c", "sleep 0.1 & exec sleep 60").start();
    try {
      await().until(() -> parent.children().anyMatch(child -> !hasCommand(child)));
      ProcessHandle unreaped = parent.children().findAny().orElseThrow();
      assertTrue(unreaped.isAlive(), "the system still knows it");
      assertTimeoutPreemptively(AT_ONCE, () -> RunningPostgres.awaitEnd(unreaped));
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void processThatRunsIsWaitedFor() throws IOException {
    Process running = new ProcessBuilder("sleep", "0.5").start();
    RunningPostgres.awaitEnd(running.toHandle());
    assertFalse(hasCommand(running.toHandle()), "it has ended");
  }

  private static boolean hasCommand(ProcessHandle process) {
    return process.info().command().isPresent();
  }
}
