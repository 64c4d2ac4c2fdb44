package io.strongroom.coherence;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.TenantId;
import io.strongroom.token.Ticks;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Waits until no member can answer from what a change has replaced: every member has acknowledged
 * it, or was removed because its lease has lapsed.
 */
final class Acknowledgement {
  /**
   * No member is removed sooner, by the waiter's own monotonic clock: whatever the database's clock
   * does, a lease that was there when the change was made has ended by then.
   */
  static final Duration REMOVED_AFTER = Lease.LENGTH.plus(Lease.MARGIN);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private final ChangeRows rows;
  private final Ticks ticks;
  private final Function<Duration, Uni<Void>> pause;

  Acknowledgement(ChangeRows rows, Ticks ticks, Function<Duration, Uni<Void>> pause) {
    this.rows = rows;
    this.ticks = ticks;
    this.pause = pause;
  }

  /** Waits for one change. */
  Uni<Void> of(UUID change) {
    return waited(Set.of(change), ticks.nanos(), FIRST_PAUSE);
  }

  /** Waits for all changes about these topics that are open now. */
  Uni<Void> about(Collection<Topic> topics) {
    return rows.open(topics).chain(open -> waited(open, ticks.nanos(), FIRST_PAUSE));
  }

  /** Waits for all changes of a tenant that are open now. */
  Uni<Void> about(TenantId tenant) {
    return rows.open(tenant).chain(open -> waited(open, ticks.nanos(), FIRST_PAUSE));
  }

  private Uni<Void> waited(Set<UUID> changes, long since, Duration next) {
    if (changes.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return rows.anyOpen(changes)
        .chain(open -> open ? again(changes, since, next) : Uni.createFrom().voidItem());
  }

  private Uni<Void> again(Set<UUID> changes, long since, Duration next) {
    long waited = ticks.nanos() - since;
    if (waited > PATIENCE.toNanos()) {
      throw Fault.of(
              FaultCode.VAULT_UNAVAILABLE, "The change was made, and not every instance knows it")
          .retryAfter(ASK_AGAIN)
          .exception();
    }
    Uni<Void> removed =
        waited > REMOVED_AFTER.toNanos() ? rows.removeLapsed(changes) : Uni.createFrom().voidItem();
    return removed.chain(() -> pause.apply(next)).chain(() -> waited(changes, since, longer(next)));
  }

  private static Duration longer(Duration pause) {
    Duration next = pause.multipliedBy(2);
    return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
  }
}
