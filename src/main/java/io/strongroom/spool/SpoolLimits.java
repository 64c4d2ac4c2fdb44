package io.strongroom.spool;

import java.time.Duration;

/**
 * How much the spool may take.
 *
 * @param places files that it makes at most
 * @param reservedWithin how long a caller waits for a place that has to be made first
 * @param recount how often the quarantine is counted, since an operator may have emptied it
 */
record SpoolLimits(int places, Duration reservedWithin, Duration recount) {

  /**
   * As many places as upstream connections may be open at once; 320 MB when all were ever used. A
   * place is made in a few milliseconds: a disk that takes seconds is not one to trust with the
   * only copy of a token.
   */
  static final SpoolLimits OF_THE_SERVICE =
      new SpoolLimits(2_000, Duration.ofSeconds(2), Duration.ofSeconds(30));
}
