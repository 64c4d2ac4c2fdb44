package io.strongroom.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How measured times are spread. */
public final class Spread {
  private final List<Long> micros = new ArrayList<>();

  public void add(Duration time) {
    micros.add(time.toNanos() / 1_000);
  }

  public int size() {
    return micros.size();
  }

  /** The time that this share of all does not exceed; zero of none. */
  public Duration at(double share) {
    if (micros.isEmpty()) {
      return Duration.ZERO;
    }
    List<Long> sorted = new ArrayList<>(micros);
    Collections.sort(sorted);
    int rank = (int) Math.ceil(share * sorted.size());
    return Duration.ofNanos(sorted.get(Math.max(0, rank - 1)) * 1_000);
  }

  @Override
  public String toString() {
    return "%d measured, ms: p50 %s, p90 %s, p99 %s, longest %s"
        .formatted(size(), millis(0.5), millis(0.9), millis(0.99), millis(1));
  }

  private String millis(double share) {
    return "%.1f".formatted(at(share).toNanos() / 1e6);
  }
}
