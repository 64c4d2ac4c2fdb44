package io.strongroom.sandbox;

import java.util.Map;
import java.util.function.Predicate;

/**
 * The counters at one moment. {@code reuseDetections} counts presentations of a replaced refresh
 * token outside the grace, {@code familiesKilled} the refresh families that ended by one.
 */
public record Counts(Map<CallKey, Count> rows, long reuseDetections, long familiesKilled) {
  public Counts {
    rows = Map.copyOf(rows);
  }

  /** The sum over the rows that match. */
  public Count of(Predicate<CallKey> matching) {
    return rows.entrySet().stream()
        .filter(row -> matching.test(row.getKey()))
        .map(Map.Entry::getValue)
        .reduce(Count.NONE, Count::plus);
  }

  /** The sum over all endpoints. */
  public Count total() {
    return of(key -> true);
  }

  /** The sum over one endpoint. */
  public Count of(Endpoint endpoint) {
    return of(key -> key.endpoint() == endpoint);
  }

  /** One user's calls of one endpoint. */
  public Count of(Endpoint endpoint, String uid) {
    return of(key -> key.endpoint() == endpoint && key.uid().equals(uid));
  }
}
