package io.strongroom.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;

/**
 * Counts by key, without locks and within bounds: keys too many are counted under what is left of
 * them.
 *
 * <p>Counted is in one map while the one before it rests and the one before that is taken. So
 * nobody adds to a map that is being read, but for a thread that stood still for a whole turn
 * between two instructions: its count may be lost.
 */
final class Tally<K> {
  private final int most;
  private final UnaryOperator<K> rest;
  private volatile ConcurrentMap<K, LongAdder> counted = new ConcurrentHashMap<>();

  /** Touched by {@link #take} and {@link #takeAll} alone. */
  private ConcurrentMap<K, LongAdder> resting = new ConcurrentHashMap<>();

  /**
   * @param most keys that are told apart in one turn
   * @param rest what a key beyond is counted under; there must be few of these
   */
  Tally(int most, UnaryOperator<K> rest) {
    this.most = most;
    this.rest = rest;
  }

  void add(K key, long count) {
    ConcurrentMap<K, LongAdder> now = counted;
    LongAdder known = now.get(key);
    (known == null ? entered(now, key) : known).add(count);
  }

  private LongAdder entered(ConcurrentMap<K, LongAdder> now, K key) {
    return now.computeIfAbsent(
        now.size() < most ? key : rest.apply(key), entering -> new LongAdder());
  }

  /** What was counted in the turn before last. One caller at a time. */
  synchronized Map<K, Long> take() {
    ConcurrentMap<K, LongAdder> rested = resting;
    resting = counted;
    counted = new ConcurrentHashMap<>();
    return sums(rested);
  }

  /** Everything, when nobody counts any more. */
  synchronized Map<K, Long> takeAll() {
    Map<K, Long> all = take();
    take().forEach((key, count) -> all.merge(key, count, Long::sum));
    return all;
  }

  private static <K> Map<K, Long> sums(Map<K, LongAdder> map) {
    Map<K, Long> sums = new HashMap<>();
    map.forEach((key, count) -> sums.put(key, count.sum()));
    return sums;
  }
}
