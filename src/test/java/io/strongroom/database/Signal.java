package io.strongroom.database;

import java.io.IOException;

/** Signals that Java has no call for. */
enum Signal {
  INT,
  QUIT,
  STOP,
  CONT;

  void to(ProcessHandle process) {
    if (!reaches(process)) {
      throw new IllegalStateException("SIG" + name() + " could not be sent");
    }
  }

  /** To a server and its workers; of those some may have ended meanwhile. */
  void toAll(ProcessHandle server) {
    to(server);
    server
        .descendants()
        .filter(worker -> !reaches(worker))
        .filter(ProcessHandle::isAlive)
        .findAny()
        .ifPresent(
            worker -> {
              throw new IllegalStateException("SIG" + name() + " could not be sent to a worker");
            });
  }

  private boolean reaches(ProcessHandle process) {
    try {
      return new ProcessBuilder("kill", "-" + name(), Long.toString(process.pid()))
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
