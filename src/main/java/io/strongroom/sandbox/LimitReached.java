package io.strongroom.sandbox;

/** The simulator holds as much as it may; {@code DELETE /control} empties it. */
public final class LimitReached extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LimitReached(int max, String what) {
    super("at most " + max + " " + what);
  }
}
