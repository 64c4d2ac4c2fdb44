package io.strongroom.crash;

/**
 * How one account stands when the dust has settled.
 *
 * @param graced whether its provider takes the refresh token before the current one for a while
 * @param familyAlive whether the provider would still honour a refresh token of it
 * @param works whether a stored token and one exchange after it could be had
 * @param decided rotations that the provider has decided since the account last worked
 * @param recorded those of them that are in the vault's database
 */
record AccountState(
    String uid, boolean graced, boolean familyAlive, boolean works, long decided, long recorded) {

  /** What became of an account. */
  enum Fate {
    KEPT,
    /** The provider had rotated and its answer was nowhere durable; it gives no second one. */
    LOST_IN_THE_WINDOW,
    LOST
  }

  /** A loss is excused only where a rotation was decided, was never recorded, and has no grace. */
  Fate fate() {
    if (works) {
      return Fate.KEPT;
    }
    return !graced && decided > recorded ? Fate.LOST_IN_THE_WINDOW : Fate.LOST;
  }
}
