package io.strongroom.coherence;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.strongroom.token.Clocks;
import io.strongroom.token.Ticks;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** The parts of the protocol, put together once for this process; makes the memories. */
@Singleton
public class Coherence {
  /** Of the heap, for all memories of the largest kind. */
  private static final int SHARE_OF_HEAP = 4;

  private final Floors floors = new Floors();
  private final Lease lease;
  private final DatabaseClock clock;
  private final Ticks ticks;
  private final MeterRegistry registry;

  Coherence(Ticks ticks, Clocks clocks, MeterRegistry registry) {
    this.ticks = ticks;
    this.registry = registry;
    this.lease = new Lease(clocks);
    this.clock = new DatabaseClock(ticks);
  }

  /**
   * A memory of one kind of things.
   *
   * @param name for metrics
   * @param share one in so many bytes of what there is for all kinds
   * @param size of a value, in bytes
   * @param topics all that a value was read from
   */
  public <K, V> Memory<K, V> memory(
      String name, int share, ToIntFunction<V> size, Function<V, Collection<Topic>> topics) {
    long bytes = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / share;
    Memory<K, V> memory = new Memory<>(floors, lease, bytes, size, topics);
    var unused =
        Gauge.builder("strongroom.memory.entries", memory, Memory::size)
            .description("What is remembered")
            .tag("memory", name)
            .register(registry);
    return memory;
  }

  /**
   * For what is kept elsewhere than in a memory. Before an eviction is acknowledged, it is told; so
   * is this instance's own change when it has ended. Neither may fail or take time.
   *
   * @param all is called when everything that is remembered is bad
   */
  public void onEviction(Consumer<Topic> one, Runnable all) {
    floors.listen(one, all);
  }

  boolean mayAnswer() {
    return lease.holds();
  }

  /** The database's time, good enough for what was found in a memory just now. */
  public Instant now() {
    return clock.now();
  }

  @Produces
  @Singleton
  Floors floors() {
    return floors;
  }

  @Produces
  @Singleton
  Membership membership(Members members) {
    return new Membership(members, floors, lease, clock, ticks, UUID::randomUUID);
  }

  @Produces
  @Singleton
  Acknowledgement acknowledgement(Letters letters) {
    return new Acknowledgement(letters, ticks, Coherence::pause);
  }

  private static Uni<Void> pause(Duration time) {
    return Uni.createFrom().voidItem().onItem().delayIt().by(time);
  }
}
