package io.strongroom.sandbox;

import java.util.HashMap;
import java.util.Map;

/** Counts calls. Written and read under the provider's lock only, so the figures are exact. */
final class Counters {
  /** Rows at most: about 50 MB. Beyond it calls are counted in a row whose names are stars. */
  static final int ROWS_MAX = 200_000;

  private static final String FOLDED = "*";

  private final Map<CallKey, Count> rows = new HashMap<>();
  private long reuseDetections;
  private long familiesKilled;

  void add(CallKey key, Count count) {
    boolean roomy = rows.size() < ROWS_MAX || rows.containsKey(key);
    rows.merge(roomy ? key : folded(key), count, Count::plus);
  }

  void reuseDetected(boolean familyKilled) {
    reuseDetections++;
    if (familyKilled) {
      familiesKilled++;
    }
  }

  Counts snapshot() {
    return new Counts(rows, reuseDetections, familiesKilled);
  }

  void clear() {
    rows.clear();
    reuseDetections = 0;
    familiesKilled = 0;
  }

  private static CallKey folded(CallKey key) {
    return new CallKey(key.endpoint(), key.grant(), FOLDED, FOLDED);
  }
}
