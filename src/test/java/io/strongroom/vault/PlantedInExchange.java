package io.strongroom.vault;

/** Rules of the exchange that a simulation leaves out, to see that it is noticed. */
enum PlantedInExchange {
  NOTHING,
  /** A client token is written by whoever brings one. */
  SKIP_THE_FENCE,
  /** A rotated master token is written whatever it replaces. */
  WRITE_MASTER_BLINDLY,
  /** A late outcome is thrown away. */
  WRITE_BY_FENCE_ONLY,
  /** A refusal is the account's, though another master token is there by now. */
  MARK_BLINDLY,
  /** A late outcome leaves the account refused. */
  NEVER_LIFT,
  /** The next rotation follows a lost call at once. */
  KEEP_NO_DISTANCE,
  /** The old master token is tried again at once, without a grace too. */
  WAIT_FOR_NOBODY,
  /** Of those whose calls are lost, only the last is waited for. */
  WAIT_FOR_THE_LAST,
  /** A call begins however long its claim took. */
  BEGIN_LATE,
  /** An answer is kept in memory only until it is recorded. */
  KEEP_NO_SPOOL
}
