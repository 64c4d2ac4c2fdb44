package io.strongroom.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Finds the PostgreSQL process that really runs on a cluster's folder, if one does. */
final class RunningPostgres {
  private static final Logger LOG = Logger.getLogger(RunningPostgres.class);

  private static final String PID_FILE = "postmaster.pid";

  /** The pid file counts whole seconds, the system its ticks since boot. */
  private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(10);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  /** Five seconds at least; afterwards the start itself says what is in its way. */
  private static final int LOOKS_FOR_END = 500;

  /** Above every system's highest process id, so certainly nobody's. */
  private static final String NOBODY = Integer.toString(Integer.MAX_VALUE);

  private RunningPostgres() {}

  /**
   * Reads {@code postmaster.pid} (process id, folder, start in epoch seconds, …) and believes it
   * only when the process is a postgres of this folder: after a crash the number may belong to
   * anybody else.
   */
  static Optional<ProcessHandle> on(Path cluster) throws IOException {
    List<String> lines = pidFile(cluster);
    if (lines.size() < 3 || !lines.get(0).strip().matches("\\d{1,10}")) {
      return Optional.empty();
    }
    Optional<ProcessHandle> process =
        ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(ProcessHandle::isAlive);
    if (process.isEmpty() || !isPostgres(process.get())) {
      return Optional.empty();
    }
    return livesIn(process.get(), cluster, lines.get(2).strip()) ? process : Optional.empty();
  }

  /**
   * Takes a number that by now belongs to somebody else out of the pid file, for PostgreSQL would
   * take that process for a living server and refuse to start: process ids come again quickly in
   * containers. The rest of the file stays: by it PostgreSQL finds workers that outlived their
   * server. To be called only while {@link #on} finds nothing.
   */
  static void disownStranger(Path cluster) throws IOException {
    List<String> lines = new ArrayList<>(pidFile(cluster));
    if (!lines.isEmpty()) {
      lines.set(0, NOBODY);
      Files.write(cluster.resolve(PID_FILE), lines);
    }
  }

  /**
   * Waits for the process itself, which outlives its pid file by a moment. One that has ended and
   * that nobody has reaped yet has no command any more, holds nothing and is not waited for: some
   * systems reap late, some containers never.
   */
  static void awaitEnd(ProcessHandle process) {
    for (int look = 0; look < LOOKS_FOR_END && process.info().command().isPresent(); look++) {
      try {
        ProcessHandle ended = process.onExit().get(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        LOG.debugf("process %d has ended", ended.pid());
      } catch (TimeoutException e) {
        LOG.tracef("process %d has not ended", process.pid());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static List<String> pidFile(Path cluster) throws IOException {
    Path file = cluster.resolve(PID_FILE);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().map(Path::of).map(Path::getFileName).stream()
        .anyMatch(name -> name.toString().matches("postgres(\\.exe)?( \\(deleted\\))?"));
  }

  private static boolean livesIn(ProcessHandle process, Path cluster, String startedAt)
      throws IOException {
    Path workingDirectory = Path.of("/proc/" + process.pid() + "/cwd");
    if (Files.exists(workingDirectory)) {
      return workingDirectory.toRealPath().equals(cluster.toRealPath());
    }
    Instant written = Instant.ofEpochSecond(Long.parseLong(startedAt));
    return process
        .info()
        .startInstant()
        .map(started -> Duration.between(started, written).abs())
        .filter(difference -> difference.compareTo(CLOCK_DIFFERENCE) < 0)
        .isPresent();
  }
}
