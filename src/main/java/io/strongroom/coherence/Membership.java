package io.strongroom.coherence;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.Clocks;
import io.strongroom.token.Ticks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * This instance's part in the protocol: join, renew, look.
 *
 * <p>While it is a member it gets a letter about each change, evicts what the letter names and only
 * then acknowledges it. A renewal that finds no such member, and a database clock that was set,
 * mean that letters may have been missed: everything is forgotten, and it joins anew.
 *
 * <p>One call at a time; {@link MembershipTurns} sees to that.
 */
final class Membership {
  private final MemberRows rows;
  private final Floors floors;
  private final Lease lease;
  private final DatabaseClock clock;
  private final Ticks ticks;
  private final Supplier<UUID> ids;

  /** Members that lapsed, and since when by our clock each has had the same lease. */
  private final Map<MemberRows.Lapsed, Long> lapsedSince = new HashMap<>();

  /** Read by changers, who write no letter to themselves. */
  private volatile @Nullable UUID member;

  private volatile boolean doubtful;

  Membership(
      MemberRows rows,
      Floors floors,
      Lease lease,
      DatabaseClock clock,
      Ticks ticks,
      Supplier<UUID> ids) {
    this.rows = rows;
    this.floors = floors;
    this.lease = lease;
    this.clock = clock;
    this.ticks = ticks;
    this.ids = ids;
  }

  /** As what this instance gets letters; null before it has joined. */
  @Nullable UUID member() {
    return member;
  }

  /** Joins, or renews and looks. A failure leaves the lease to run off. */
  Uni<Void> renew() {
    UUID present = member;
    if (present == null || doubtful) {
      return join(present);
    }
    Clocks.Moment sent = lease.now();
    return rows.renew(present)
        .chain(
            told ->
                told.isPresent() && clock.learn(sent.nanos(), told.get())
                    ? look(present).invoke(() -> extend(present, sent))
                    : join(present));
  }

  /** Reads the inbox now, because somebody said that there is something. */
  Uni<Void> look() {
    UUID present = member;
    return present == null ? Uni.createFrom().voidItem() : look(present);
  }

  /**
   * Forgets everything until this instance has joined anew: a change of its own has gone to the
   * database, and whether it was made is not known. A join waits for it.
   */
  void doubt() {
    doubtful = true;
    lease.end();
    floors.evictAll();
  }

  /** Ends the membership: changers need not wait for this instance. */
  Uni<Void> leave() {
    UUID present = member;
    lease.end();
    member = null;
    return present == null ? Uni.createFrom().voidItem() : rows.leave(present);
  }

  /** Removes members that have been gone for a while, so that no changer has to wait for them. */
  Uni<Void> bury() {
    return rows.lapsed().chain(this::removeGone);
  }

  private Uni<Void> join(@Nullable UUID former) {
    lease.end();
    member = null;
    doubtful = false;
    UUID next = ids.get();
    Clocks.Moment sent = lease.now();
    return rows.join(next, former)
        .invoke(
            told -> {
              boolean unused = clock.learn(sent.nanos(), told);
              floors.evictAll();
              member = next;
              extend(next, sent);
            })
        .replaceWithVoid();
  }

  private void extend(UUID renewed, Clocks.Moment sent) {
    if (renewed.equals(member) && !doubtful) {
      lease.extend(sent);
    }
  }

  private Uni<Void> look(UUID present) {
    return rows.inbox(present).chain(letters -> read(present, letters));
  }

  private Uni<Void> read(UUID present, List<MemberRows.Letter> letters) {
    if (letters.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    letters.forEach(letter -> letter.topics().forEach(floors::evict));
    return rows.acknowledge(present, letters.stream().map(MemberRows.Letter::change).toList());
  }

  private Uni<Void> removeGone(List<MemberRows.Lapsed> lapsed) {
    lapsedSince.keySet().retainAll(lapsed);
    long now = ticks.nanos();
    Uni<Void> buried = Uni.createFrom().voidItem();
    for (MemberRows.Lapsed one : lapsed) {
      long since = lapsedSince.computeIfAbsent(one, unseen -> now);
      if (now - since > Acknowledgement.REMOVED_AFTER.toNanos()) {
        buried = buried.chain(() -> rows.remove(one));
      }
    }
    return buried;
  }
}
