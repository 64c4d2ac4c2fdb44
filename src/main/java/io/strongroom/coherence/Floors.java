package io.strongroom.coherence;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

/**
 * Tells whether what was read at some time is still good.
 *
 * <p>Time is a counter. A reader notes it before it reads; an eviction moves the floor of its topic
 * above all that was noted until then, so that what was read is bad, and what is being read will
 * be. Topics share floors by their hash: one more that is moved costs a reading, never a wrong
 * answer.
 *
 * <p>Written by this instance's own changes and by the inbox, read by every fetch from memory;
 * nothing may be lost.
 */
final class Floors {
  /** 65,536 floors: 768 KiB. */
  private static final int BITS = 16;

  private final int bits;
  private final AtomicLong clock = new AtomicLong();
  private final AtomicLongArray floors;
  private final AtomicIntegerArray held;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile long lowest;

  private record Listener(Consumer<Topic> one, Runnable all) {}

  Floors() {
    this(BITS);
  }

  /**
   * @param bits of the number of floors
   */
  Floors(int bits) {
    this.bits = bits;
    this.floors = new AtomicLongArray(1 << bits);
    this.held = new AtomicIntegerArray(1 << bits);
  }

  /** Is told of each eviction, after the floor has risen. */
  void listen(Consumer<Topic> one, Runnable all) {
    listeners.add(new Listener(one, all));
  }

  /** To be noted before a reading begins. */
  long now() {
    return clock.get();
  }

  /** What was read of the topic, and is being read, is bad from now on. */
  void evict(Topic topic) {
    floors.accumulateAndGet(stripe(topic), clock.incrementAndGet(), Math::max);
    listeners.forEach(listener -> listener.one.accept(topic));
  }

  /** Everything that was read, and is being read, is bad from now on. */
  void evictAll() {
    lowest = clock.incrementAndGet();
    listeners.forEach(listener -> listener.all.run());
  }

  /** Nothing that is read of the topic is good until it is let go. */
  void hold(Topic topic) {
    held.incrementAndGet(stripe(topic));
  }

  /** Ends a hold; what was read before is bad. */
  void letGo(Topic topic) {
    evict(topic);
    held.decrementAndGet(stripe(topic));
  }

  /**
   * @param noted the time before the reading
   * @param stripes of all topics that were read
   */
  boolean isGood(long noted, int[] stripes) {
    for (int stripe : stripes) {
      if (held.get(stripe) > 0 || floors.get(stripe) > noted) {
        return false;
      }
    }
    return lowest <= noted;
  }

  int[] stripes(Collection<Topic> topics) {
    return topics.stream().mapToInt(this::stripe).toArray();
  }

  private int stripe(Topic topic) {
    int hash = topic.hashCode() * 0x9E3779B9;
    return hash >>> (Integer.SIZE - bits);
  }
}
