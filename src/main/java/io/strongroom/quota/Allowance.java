package io.strongroom.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one subject that this instance has counted in the database and not yet admitted. They
 * belong to one window, and are admitted in no other.
 *
 * <p>Every method is one step under the object's monitor. What is lost with the process has been
 * counted, and is admitted by nobody.
 */
final class Allowance {
  private static final int SMALLEST = 16;
  private static final int LARGEST = 8_192;

  /** A block that is gone sooner was too small. */
  private static final long SOON = Duration.ofMillis(200).toNanos();

  private final long limit;
  private int size = SMALLEST;
  private @Nullable Block block;
  private long left;
  private long addedAt;
  private long leaseEnds;
  private long windowEnds;
  private @Nullable CompletableFuture<Windows.BlockCount> refill;
  private boolean retired;

  /**
   * @param now by the monotonic clock
   */
  Allowance(long limit, long now) {
    this.limit = limit;
    this.addedAt = now;
  }

  /**
   * Calls that were counted together.
   *
   * @param start of the window
   * @param end of the window
   * @param used of the window, with all of them
   */
  record Block(Instant start, Instant end, long used, long calls) {}

  long limit() {
    return limit;
  }

  /** How many calls to count next: more where the last block was soon gone. */
  synchronized int size() {
    return size;
  }

  /**
   * Takes one call.
   *
   * @param now by the monotonic clock
   * @return null where there is none
   */
  synchronized @Nullable Window take(long now) {
    Block present = block;
    if (retired || present == null || left == 0 || now - windowEnds >= 0) {
      return null;
    }
    left--;
    if (left == 0) {
      size = now - addedAt < SOON ? Math.min(LARGEST, size * 2) : size;
    }
    return new Window(
        limit, present.used() - left, present.end(), Duration.ofNanos(windowEnds - now), true);
  }

  /** Gives a call back that was taken and not admitted. */
  synchronized void giveBack(Window taken) {
    if (block != null && block.end().equals(taken.end())) {
      left++;
    }
  }

  /** The refill under way, or the one that this begins. */
  synchronized CompletableFuture<Windows.BlockCount> refill(
      Supplier<CompletableFuture<Windows.BlockCount>> beginning) {
    if (refill == null || refill.isDone()) {
      refill = beginning.get();
    }
    return refill;
  }

  /**
   * Adds a block. What is left of another window's is nobody's.
   *
   * @param now by the monotonic clock, as are the ends
   * @return false where it came too late and is to be given back
   */
  synchronized boolean add(Block counted, long now, long endOfWindow, Duration lease) {
    if (retired) {
      return false;
    }
    boolean sameWindow = block != null && block.end().equals(counted.end());
    left = (sameWindow ? left : 0) + counted.calls();
    block = counted;
    addedAt = now;
    leaseEnds = now + lease.toNanos();
    windowEnds = endOfWindow;
    return true;
  }

  /** From now on nothing is taken here: another allowance has its place. */
  synchronized void retire() {
    retired = true;
  }

  /** The same, if it has not been asked for anything for so long. */
  synchronized boolean retireIfIdle(long now, Duration idle) {
    boolean quiet = refill == null || refill.isDone();
    retired |= block == null && quiet && now - addedAt > idle.toNanos();
    return retired;
  }

  synchronized boolean isRetired() {
    return retired;
  }

  /** Whether its rest, if any, is to be given back. */
  synchronized boolean isOver(long now) {
    return block != null && (now - leaseEnds >= 0 || now - windowEnds >= 0);
  }

  /** Takes all that is left; null where there is nothing. */
  synchronized @Nullable Block empty() {
    Block present = block;
    long rest = left;
    block = null;
    left = 0;
    return present == null || rest == 0
        ? null
        : new Block(present.start(), present.end(), present.used(), rest);
  }
}
