package io.strongroom.token;

import java.util.ArrayList;
import java.util.List;

/** A failure and what caused it, outermost first. */
public final class Causes {
  /** Deep enough for every framework, finite for every cycle. */
  private static final int MAX_DEPTH = 8;

  private Causes() {}

  public static List<Throwable> of(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    Throwable cause = failure;
    while (cause != null && causes.size() < MAX_DEPTH) {
      causes.add(cause);
      cause = cause.getCause();
    }
    return causes;
  }
}
