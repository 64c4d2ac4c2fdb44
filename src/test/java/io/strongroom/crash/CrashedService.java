package io.strongroom.crash;

import io.strongroom.database.ServiceProcess;
import io.strongroom.vault.KilledService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** One data directory and the lives of the service on it, which end by force. */
final class CrashedService implements AutoCloseable {
  private final Path folder;
  private final KilledService lives;
  private Instant died = Instant.EPOCH;
  private Instant back = Instant.EPOCH;

  private CrashedService(Path folder, Map<String, String> settings) {
    this.folder = folder;
    this.lives = new KilledService(folder.resolve("data"), settings);
  }

  /** A service as it is, to be killed from outside. */
  static CrashedService start(Path folder) {
    return new CrashedService(folder, Map.of());
  }

  /** A service into which every crash point was put; none is armed. */
  static CrashedService startWithCrashPoints(Path folder) {
    Path rules = folder.resolve("rules.btm");
    try {
      Files.writeString(
          rules,
          Arrays.stream(CrashPoint.values())
              .filter(CrashPoint::isInside)
              .map(point -> point.rule(folder))
              .collect(Collectors.joining("\n")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new CrashedService(folder, Map.of("JAVA_TOOL_OPTIONS", Byteman.agent(rules)));
  }

  URI uri() {
    return lives.uri();
  }

  String operatorKey() {
    return lives.operatorKey();
  }

  ServiceProcess life() {
    return lives.life();
  }

  /** SIGKILL, to its PostgreSQL too if so told. */
  void kill(boolean postgresToo) {
    life().kill9();
    died = Instant.now();
    if (postgresToo) {
      life().killPostgres9();
    }
  }

  /** Lets the next who comes by a point die there. */
  void arm(CrashPoint point) {
    try {
      Files.createFile(point.flag(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the death at a point that was armed; any other end, and none, is an error. */
  void awaitDeathAt(CrashPoint point) {
    int status = life().awaitExit();
    died = Instant.now();
    String said = life().said();
    if (status != 255 || Files.exists(point.flag(folder)) || !said.contains(point.lastWords())) {
      throw new IllegalStateException(
          "the service ended by " + status + " elsewhere than at " + point + ": " + said);
    }
  }

  /** Starts the next life, which is not expected to live for long. */
  void launch() {
    lives.launch();
  }

  /** Disarms every point and starts the next life if the last has ended. */
  void recover() {
    for (CrashPoint point : CrashPoint.values()) {
      var unused = point.flag(folder).toFile().delete();
    }
    if (!life().isReady()) {
      lives.start();
    }
  }

  /** Starts the next life. */
  void startAgain() {
    lives.start();
    back = Instant.now();
  }

  /** From the last death to the readiness of the life after it. */
  Duration timeBack() {
    return Duration.between(died, back);
  }

  Instant back() {
    return back;
  }

  @Override
  public void close() {
    lives.close();
  }
}
