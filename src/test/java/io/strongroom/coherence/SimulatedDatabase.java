package io.strongroom.coherence;

import io.strongroom.coherence.MemberRows.Lapsed;
import io.strongroom.coherence.MemberRows.Letter;
import io.strongroom.simulation.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The database of the simulation: each statement is one step; a join waits for changes. */
final class SimulatedDatabase {
  /** What PostgreSQL is told to do with a transaction that stands idle. */
  private static final Duration IDLE = Duration.ofSeconds(5);

  private final Scheduler scheduler;
  private final PlantedInMemory planted;
  private final double rate;
  private final long[] versions;
  private final Map<UUID, Instant> leases = new LinkedHashMap<>();
  private final Map<UUID, Map<UUID, Letter>> inboxes = new HashMap<>();
  private final Map<UUID, Staged> staged = new HashMap<>();
  private final List<Runnable> blocked = new ArrayList<>();
  private long jumped;

  SimulatedDatabase(Scheduler scheduler, int slots, PlantedInMemory planted) {
    this.scheduler = scheduler;
    this.planted = planted;
    this.rate = 1 + (scheduler.random().nextDouble() - 0.5) * 0.02;
    this.versions = new long[slots];
  }

  /** A change that has shared the membership and has not ended. */
  private record Staged(SlotChange change, List<UUID> recipients) {}

  /** A statement must wait. */
  private static final class Blocked extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Blocked() {
      super(null, null, false, false);
    }
  }

  /**
   * @param unsettled whether a change of it is not acknowledged
   */
  record Read(int slot, long version, boolean unsettled) {}

  /** Somebody sets the clock. */
  void jump(long nanos) {
    jumped += nanos;
  }

  private Instant now() {
    return Instant.EPOCH.plusNanos((long) (scheduler.now() * rate) + jumped);
  }

  /**
   * Runs a statement, now or when it need not wait any more.
   *
   * @return whether it has run
   */
  <T> boolean run(Supplier<T> statement, Consumer<T> done) {
    T result;
    try {
      result = statement.get();
    } catch (Blocked e) {
      blocked.add(() -> run(statement, done));
      return false;
    }
    done.accept(result);
    return true;
  }

  private void unblock() {
    List<Runnable> now = List.copyOf(blocked);
    blocked.clear();
    now.forEach(Runnable::run);
  }

  UUID share(UUID change, SlotChange what, @Nullable UUID writer) {
    List<UUID> recipients = leases.keySet().stream().filter(it -> !it.equals(writer)).toList();
    staged.put(change, new Staged(what, recipients));
    scheduler.after(IDLE.toNanos(), () -> abort(change));
    return change;
  }

  private void abort(UUID change) {
    if (staged.remove(change) != null) {
      unblock();
    }
  }

  /** The version after it; -1 for a change that was ended because it stood idle. */
  Long commit(UUID change) {
    Staged mine = staged.remove(change);
    if (mine == null) {
      return -1L;
    }
    int slot = mine.change.slot();
    long before = versions[slot];
    long after = changeSilently(mine.change);
    if (after != before) {
      Letter letter = new Letter(change, List.of(SimulatedInstance.topic(slot)));
      mine.recipients.forEach(
          member ->
              inboxes.computeIfAbsent(member, it -> new LinkedHashMap<>()).put(change, letter));
    }
    unblock();
    return after;
  }

  /** The same in one step, without a letter. */
  Long changeSilently(SlotChange change) {
    versions[change.slot()] = change.next().applyAsLong(versions[change.slot()]);
    return versions[change.slot()];
  }

  Read read(int slot) {
    return new Read(slot, versions[slot], !open(List.of(SimulatedInstance.topic(slot))).isEmpty());
  }

  Instant join(UUID member, @Nullable UUID former) {
    if (!staged.isEmpty() && planted != PlantedInMemory.JOIN_WITHOUT_WAITING) {
      throw new Blocked();
    }
    if (former != null) {
      forget(former);
    }
    leases.put(member, now().plus(Lease.LENGTH));
    return now();
  }

  Optional<Instant> renew(UUID member) {
    if (!leases.containsKey(member) && planted != PlantedInMemory.RENEW_THE_REMOVED) {
      return Optional.empty();
    }
    leases.put(member, now().plus(Lease.LENGTH));
    return Optional.of(now());
  }

  List<Letter> inbox(UUID member) {
    return List.copyOf(inboxes.getOrDefault(member, Map.of()).values());
  }

  void acknowledge(UUID member, Collection<UUID> changes) {
    inboxes.getOrDefault(member, new HashMap<>()).keySet().removeAll(new HashSet<>(changes));
  }

  List<Lapsed> lapsed() {
    return leases.entrySet().stream()
        .filter(it -> it.getValue().isBefore(now()))
        .map(it -> new Lapsed(it.getKey(), it.getValue()))
        .toList();
  }

  void remove(Lapsed member) {
    if (member.leaseUntil().equals(leases.get(member.member()))) {
      forget(member.member());
    }
  }

  Set<UUID> open(Collection<Topic> topics) {
    Set<UUID> open = new HashSet<>();
    for (Map<UUID, Letter> inbox : inboxes.values()) {
      for (Letter letter : inbox.values()) {
        if (letter.topics().stream().anyMatch(topics::contains)) {
          open.add(letter.change());
        }
      }
    }
    return open;
  }

  boolean anyOpen(Set<UUID> changes) {
    return inboxes.values().stream()
        .anyMatch(inbox -> changes.stream().anyMatch(inbox::containsKey));
  }

  void removeLapsed(Set<UUID> changes) {
    for (UUID member : Set.copyOf(inboxes.keySet())) {
      boolean owes = changes.stream().anyMatch(inboxes.get(member)::containsKey);
      Instant lease = leases.get(member);
      if (owes && (lease == null || lease.isBefore(now()))) {
        forget(member);
      }
    }
  }

  private void forget(UUID member) {
    leases.remove(member);
    inboxes.remove(member);
  }
}
