package io.strongroom.database;

import java.io.IOException;

/** Signals that Java has no call for. */
enum Signal {
  INT,
  QUIT,
  STOP,
  CONT;

  /** To a server and all its workers. */
  void toAll(ProcessHandle server) {
    to(server);
    server.descendants().forEach(this::to);
  }

  void to(ProcessHandle process) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + name(), Long.toString(process.pid())).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("SIG" + name() + " could not be sent");
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
