package io.strongroom.quota;

import io.strongroom.token.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one subject that this instance has counted in the database and not yet admitted. They
 * belong to one window, and are admitted in no other: by both clocks, for a machine may have been
 * suspended since, and as if the one that has gone further were slow.
 *
 * <p>Every method is one step under the object's monitor. What is lost with the process has been
 * counted, and is admitted by nobody.
 */
final class Allowance {
  private static final int SMALLEST = 16;
  private static final int LARGEST = 8_192;

  /** A block that is gone sooner was too small. */
  private static final long SOON = Duration.ofMillis(200).toNanos();

  /** One part in so many is what a clock may lose: twice what clocks are assumed to deviate. */
  private static final long SLOW = 50;

  private final long limit;
  private int size = SMALLEST;
  private @Nullable Block block;
  private long left;
  private Clocks.Moment sent;
  private long leaseNanos;
  private long windowNanos;
  private @Nullable CompletableFuture<Windows.BlockCount> refill;
  private boolean retired;

  Allowance(long limit, Clocks.Moment now) {
    this.limit = limit;
    this.sent = now;
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
   * @return null where there is none
   */
  synchronized @Nullable Window take(Clocks.Moment now) {
    Block present = block;
    if (retired || present == null || left == 0 || isWindowOver(now)) {
      return null;
    }
    left--;
    long since = now.since(sent);
    if (left == 0) {
      size = since < SOON ? Math.min(LARGEST, size * 2) : size;
    }
    return new Window(
        limit, present.used() - left, present.end(), Duration.ofNanos(windowNanos - since), true);
  }

  private boolean isWindowOver(Clocks.Moment now) {
    long since = now.since(sent);
    return since + since / SLOW >= windowNanos;
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
   * @param sentAt before the database was asked to count
   * @param windowLeft as it said then
   * @param lease how long the block is kept
   * @return false where it came too late and is to be given back
   */
  synchronized boolean add(
      Block counted, Clocks.Moment sentAt, Duration windowLeft, Duration lease) {
    if (retired) {
      return false;
    }
    boolean sameWindow = block != null && block.end().equals(counted.end());
    left = (sameWindow ? left : 0) + counted.calls();
    block = counted;
    sent = sentAt;
    leaseNanos = lease.toNanos();
    windowNanos = windowLeft.toNanos();
    return true;
  }

  /** From now on nothing is taken here: another allowance has its place. */
  synchronized void retire() {
    retired = true;
  }

  /** The same, if it has not been asked for anything for so long. */
  synchronized boolean retireIfIdle(Clocks.Moment now, Duration idle) {
    boolean quiet = refill == null || refill.isDone();
    retired |= block == null && quiet && now.since(sent) > idle.toNanos();
    return retired;
  }

  synchronized boolean isRetired() {
    return retired;
  }

  /** Whether its rest, if any, is to be given back. */
  synchronized boolean isOver(Clocks.Moment now) {
    return block != null && (now.since(sent) >= leaseNanos || isWindowOver(now));
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
