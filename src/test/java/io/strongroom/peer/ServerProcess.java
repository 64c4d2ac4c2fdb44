package io.strongroom.peer;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A server's child process with all that it started: stopped, continued and ended together. */
final class ServerProcess {
  private static final Duration END = Duration.ofSeconds(30);

  private final Process process;

  ServerProcess(Process process) {
    this.process = process;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Stops its clock: connections are still accepted, nothing is answered. */
  void pause() {
    signal("STOP");
  }

  void resume() {
    signal("CONT");
  }

  /** Ends it at once, with no chance to write anything. */
  void kill() {
    var living = living();
    living.forEach(ProcessHandle::destroyForcibly);
    living.forEach(ServerProcess::awaitEnd);
  }

  /** Lets it end in its own way, paused or not. */
  void stop() {
    resume();
    var living = living();
    process.destroy();
    living.forEach(ServerProcess::awaitEnd);
  }

  /** For the end of this JVM: asks for the end and waits for nothing. */
  void abandon() {
    living().forEach(ProcessHandle::destroyForcibly);
  }

  private static void awaitEnd(ProcessHandle target) {
    try {
      target.onExit().get(END.toSeconds(), SECONDS);
    } catch (TimeoutException stuck) {
      target.destroyForcibly();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The server and the script that waits for it; one process where it was replaced. */
  private List<ProcessHandle> living() {
    return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  private void signal(String name) {
    for (var target : living()) {
      try {
        new ProcessBuilder("kill", "-" + name, Long.toString(target.pid())).start().waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
