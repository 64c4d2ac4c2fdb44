package io.strongroom.coherence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was read from the database and is still good: it is good while the lease holds and none of
 * the topics that it was read from has changed since before the reading began.
 *
 * <p>Readings under way are not shared, so that a caller never gets what was read before it asked.
 * An entry that is lost is read again.
 *
 * @param <K> names the tenant, or is as good as a name of it
 * @param <V> immutable
 */
public final class Memory<K, V> {
  private final Floors floors;
  private final Lease lease;
  private final Cache<K, Entry<V>> entries;
  private final Function<V, Collection<Topic>> topics;

  Memory(
      Floors floors,
      Lease lease,
      long bytes,
      ToIntFunction<V> size,
      Function<V, Collection<Topic>> topics) {
    this.floors = floors;
    this.lease = lease;
    this.topics = topics;
    this.entries =
        Caffeine.newBuilder()
            // Who reads does what it costs to bound the entries, some now and then: no thread
            // wakes.
            .executor(Runnable::run)
            .maximumWeight(bytes)
            .weigher((K key, Entry<V> entry) -> size.applyAsInt(entry.value))
            .build();
  }

  /**
   * @param noted before the reading began
   * @param stripes of the floors of its topics
   */
  private record Entry<V>(V value, long noted, int[] stripes) {}

  /** What is remembered and good at this moment; else null, and the database must be read. */
  public @Nullable V find(K key) {
    if (!lease.holds()) {
      return null;
    }
    Entry<V> entry = entries.getIfPresent(key);
    if (entry == null) {
      return null;
    }
    if (floors.isGood(entry.noted, entry.stripes)) {
      return entry.value;
    }
    entries.asMap().remove(key, entry);
    return null;
  }

  /**
   * Reads, and remembers what is read if it is good for it. What is not in the topics' present
   * state when it is kept, is kept and never found.
   *
   * @param reading each subscription of it is a reading that begins then
   * @param isWorthIt whether a value can answer further calls
   */
  public Uni<V> read(K key, Supplier<Uni<V>> reading, Function<V, Boolean> isWorthIt) {
    return Uni.createFrom()
        .deferred(
            () -> {
              long noted = floors.now();
              return reading
                  .get()
                  .invoke(
                      value -> {
                        if (lease.holds() && isWorthIt.apply(value)) {
                          keep(key, value, noted);
                        }
                      });
            });
  }

  long size() {
    return entries.estimatedSize();
  }

  private void keep(K key, V value, long noted) {
    int[] stripes = floors.stripes(topics.apply(value));
    if (floors.isGood(noted, stripes)) {
      entries.put(key, new Entry<>(value, noted, stripes));
    }
  }
}
