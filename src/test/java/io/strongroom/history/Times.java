package io.strongroom.history;

import java.time.Duration;
import java.time.Instant;

/** From one moment to another. */
public record Times(Instant from, Instant until) {

  /** Whether both have a moment in common. */
  public boolean overlaps(Times other) {
    return from.isBefore(other.until) && other.from.isBefore(until);
  }

  /** The same by a clock that is so much ahead. */
  public Times ahead(Duration difference) {
    return new Times(from.plus(difference), until.plus(difference));
  }

  /** The same, and what comes after it for a while. */
  public Times andAfter(Duration further) {
    return new Times(from, until.plus(further));
  }
}
