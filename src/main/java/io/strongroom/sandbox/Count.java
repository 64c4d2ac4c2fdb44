package io.strongroom.sandbox;

/**
 * How many calls came in, were answered with success, were refused by the provider, and were
 * touched by a fault. A call that a fault took before the provider decided is received and faulted
 * only; a lost reply is granted and faulted.
 */
public record Count(long received, long granted, long refused, long faulted) {
  static final Count NONE = new Count(0, 0, 0, 0);
  static final Count RECEIVED = new Count(1, 0, 0, 0);
  static final Count GRANTED = new Count(0, 1, 0, 0);
  static final Count REFUSED = new Count(0, 0, 1, 0);
  static final Count FAULTED = new Count(0, 0, 0, 1);

  Count plus(Count other) {
    return new Count(
        received + other.received,
        granted + other.granted,
        refused + other.refused,
        faulted + other.faulted);
  }
}
