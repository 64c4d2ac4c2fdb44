package io.strongroom.rotation;

/** Another instance works on the rotation by now: this one has been away for too long. */
final class LostRotation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LostRotation() {
    super("another instance goes on with the rotation", null, false, false);
  }
}
