package io.strongroom;

import io.quarkus.runtime.QuarkusBindException;
import io.strongroom.database.StartRefused;

/** Turns what ended a start into one sentence for the console. */
final class StartFailure {
  private StartFailure() {}

  static String sentence(Throwable failure) {
    Throwable deepest = failure;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof StartRefused) {
        return oneLine(t);
      }
      if (t instanceof QuarkusBindException port) {
        return "Port " + port.getPort() + " is taken by another process.";
      }
      deepest = t;
    }
    return oneLine(deepest);
  }

  private static String oneLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName() + "."
        : message.strip().replaceAll("\\s+", " ");
  }
}
