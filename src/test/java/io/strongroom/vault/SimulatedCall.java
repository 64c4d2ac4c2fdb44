package io.strongroom.vault;

import java.util.UUID;

/** One call under a claim, and what has become of it. Times are true ones, in nanoseconds. */
final class SimulatedCall {
  private final UUID claim;
  private final long fence;
  private final long version;
  private final SimulatedHolder holder;
  private final long beganAt;
  private boolean open = true;
  private boolean read;
  private boolean turnedAway;
  private long decidedAt = Long.MAX_VALUE;

  /**
   * @param version of the master token that it sends
   */
  SimulatedCall(UUID claim, long fence, long version, SimulatedHolder holder, long beganAt) {
    this.claim = claim;
    this.fence = fence;
    this.version = version;
    this.holder = holder;
    this.beganAt = beganAt;
  }

  UUID claim() {
    return claim;
  }

  long fence() {
    return fence;
  }

  long version() {
    return version;
  }

  SimulatedHolder holder() {
    return holder;
  }

  long beganAt() {
    return beganAt;
  }

  /** Whether its holder still waits for the answer. */
  boolean isOpen() {
    return open;
  }

  /** The answer will never be read. */
  void close() {
    open = false;
  }

  /** Whether its answer has reached its holder. */
  boolean isRead() {
    return read;
  }

  void read() {
    read = true;
    open = false;
  }

  /** Whether it was a try in vain: nobody has read its answer, or the provider had none. */
  boolean isInVain() {
    return turnedAway || !read && !open;
  }

  void turnedAway() {
    turnedAway = true;
  }

  /** When the provider decided; far away before. */
  long decidedAt() {
    return decidedAt;
  }

  void decided(long now) {
    decidedAt = now;
  }

  @Override
  public String toString() {
    return "call %d of %s with master token %d".formatted(fence, holder, version);
  }
}
