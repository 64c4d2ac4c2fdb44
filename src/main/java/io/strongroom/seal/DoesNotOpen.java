package io.strongroom.seal;

/** A sealed value that does not open where it stands: changed, moved, or sealed by another key. */
public final class DoesNotOpen extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DoesNotOpen(String what, Throwable cause) {
    super(what + " does not open", cause);
  }
}
