package io.strongroom.coherence;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.strongroom.simulation.Scheduler;
import io.strongroom.simulation.SimulatedProcess;
import io.strongroom.token.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * One instance of the service in the simulation: the real protocol over simulated time, network and
 * database. It may be slow, stand still, be suspended, lose its connection, and die.
 */
public final class SimulatedInstance {
  private static final Duration RENEW_EVERY = Duration.ofMillis(500);
  private static final long PATIENCE = Duration.ofSeconds(3).toNanos();

  private final Scheduler scheduler;
  private final SimulatedDatabase database;
  private final PlantedInMemory planted;
  private final LongPredicate mayRemember;
  private final SimulatedProcess process;
  private final Floors floors = new Floors(6);
  private final Lease lease;
  private final Membership membership;
  private final Acknowledgement acknowledgement;
  private final Memory<Integer, SimulatedDatabase.Read> memory;

  private boolean renewing;
  private boolean cutOff;

  SimulatedInstance(
      Scheduler scheduler,
      SimulatedDatabase database,
      PlantedInMemory planted,
      LongPredicate mayRemember) {
    this.scheduler = scheduler;
    this.database = database;
    this.planted = planted;
    this.mayRemember = mayRemember;
    double rate = 1 + (scheduler.random().nextDouble() - 0.5) * 0.1;
    this.process = new SimulatedProcess(scheduler, rate);
    this.lease = new Lease(process.clocks());
    this.membership =
        new Membership(
            new Rows(),
            floors,
            lease,
            new DatabaseClock(process::nanos),
            process::nanos,
            () -> new UUID(scheduler.random().nextLong(), scheduler.random().nextLong()));
    this.acknowledgement = new Acknowledgement(new Open(), process::nanos, this::pause);
    this.memory =
        new Memory<>(floors, lease, 1 << 20, read -> 1, read -> List.of(topic(read.slot())));
    scheduler.after(scheduler.shortly(RENEW_EVERY), this::beat);
  }

  static Topic topic(int slot) {
    return new Topic(new TenantId("tenant12"), "slot/" + slot);
  }

  SimulatedProcess process() {
    return process;
  }

  void cutOff(long nanos) {
    cutOff = true;
    scheduler.after(nanos, () -> cutOff = false);
  }

  private void beat() {
    if (process.hasEnded()) {
      return;
    }
    process.here(
        () -> {
          if (!renewing) {
            renewing = true;
            membership
                .renew()
                .onTermination()
                .invoke(() -> renewing = false)
                .subscribe()
                .with(done -> {}, failure -> {});
          }
        });
    scheduler.after(process.trueNanos(RENEW_EVERY.toNanos()), this::beat);
  }

  /** Somebody has said that there is a letter. */
  void hint() {
    process.here(() -> membership.look().subscribe().with(done -> {}, failure -> {}));
  }

  /**
   * Reads a slot, as a caller does.
   *
   * @param told is given the version, at the moment of the answer; never for a call that fails
   */
  public void read(int slot, LongConsumer told) {
    process.here(
        () -> {
          if (planted == PlantedInMemory.SERVE_WITHOUT_LEASE && membership.member() != null) {
            lease.extend(lease.now());
          }
          SimulatedDatabase.Read remembered = memory.find(slot);
          if (remembered != null) {
            told.accept(remembered.version());
          } else {
            readAnew(slot, told);
          }
        });
  }

  /** The same, by the database and not from memory. */
  public void readAnew(int slot, LongConsumer told) {
    memory
        .read(slot, () -> settled(slot), read -> mayRemember.test(read.version()))
        .subscribe()
        .with(read -> told.accept(read.version()), failure -> {});
  }

  private Uni<SimulatedDatabase.Read> settled(int slot) {
    return call(() -> database.read(slot))
        .chain(
            read ->
                read.unsettled() && planted != PlantedInMemory.SHOW_UNACKNOWLEDGED
                    ? acknowledgement.about(List.of(topic(slot))).chain(() -> settled(slot))
                    : Uni.createFrom().item(read));
  }

  /**
   * Changes a slot.
   *
   * @param answered is given the version after it, at the moment of the answer
   * @param failed is told what has kept the answer away
   */
  public void change(SlotChange what, LongConsumer answered, Consumer<Throwable> failed) {
    process.here(
        () -> {
          Change change = new Change(floors, membership.member());
          transaction(what, change)
              .onFailure()
              .invoke(membership::doubt)
              .onTermination()
              .invoke(change::over)
              .call(() -> acknowledged(what, change))
              .subscribe()
              .with(answered::accept, failed);
        });
  }

  private Uni<Long> transaction(SlotChange what, Change change) {
    if (what.isSilent()) {
      return call(() -> database.changeSilently(what));
    }
    change.isAbout(topic(what.slot()));
    return announced(what, change);
  }

  /** The letters' step, and the commit some time after it: a join waits in between. */
  private Uni<Long> announced(SlotChange what, Change change) {
    return call(() -> database.share(change.id(), what, change.writer()))
        .chain(() -> call(() -> database.commit(change.id())));
  }

  private Uni<Void> acknowledged(SlotChange what, Change change) {
    return what.isSilent() || planted == PlantedInMemory.ANSWER_WITHOUT_ACKNOWLEDGEMENT
        ? Uni.createFrom().voidItem()
        : acknowledgement.of(change.id());
  }

  private Uni<Void> pause(Duration time) {
    return Uni.createFrom()
        .emitter(
            emitter ->
                scheduler.after(
                    process.trueNanos(time.toNanos()),
                    () -> process.here(() -> emitter.complete(null))));
  }

  /** One statement: there, in the database, and back; either way may be long or be lost. */
  private <T> Uni<T> call(Supplier<T> statement) {
    return Uni.createFrom().emitter(emitter -> send(statement, emitter));
  }

  private <T> void send(Supplier<T> statement, UniEmitter<? super T> emitter) {
    long patience = scheduler.now() + process.trueNanos(PATIENCE);
    if (cutOff && scheduler.chance(0.5)) {
      giveUp(emitter, patience);
    } else {
      scheduler.after(delay(), () -> execute(statement, emitter, patience));
    }
  }

  private <T> void execute(Supplier<T> statement, UniEmitter<? super T> emitter, long patience) {
    boolean done =
        database.run(
            statement,
            result -> {
              if (cutOff) {
                giveUp(emitter, patience);
              } else {
                scheduler.after(delay(), () -> process.here(() -> emitter.complete(result)));
              }
            });
    if (!done) {
      giveUp(emitter, patience);
    }
  }

  /** Of a call that is answered in time, nothing need be planned for the other case. */
  private void giveUp(UniEmitter<?> emitter, long at) {
    scheduler.after(
        Math.max(0, at - scheduler.now()),
        () -> process.here(() -> emitter.fail(new TimeoutException())));
  }

  private long delay() {
    return scheduler.shortly(
        scheduler.chance(0.02) ? Duration.ofMillis(1_500) : Duration.ofMillis(20));
  }

  /** Statements of a member. */
  private final class Rows implements MemberRows {
    @Override
    public Uni<Instant> join(UUID member, UUID former) {
      return call(() -> database.join(member, former));
    }

    @Override
    public Uni<Optional<Instant>> renew(UUID member) {
      return call(() -> database.renew(member));
    }

    @Override
    public Uni<List<Letter>> inbox(UUID member) {
      return call(
          () -> {
            List<Letter> letters = database.inbox(member);
            if (planted == PlantedInMemory.ACKNOWLEDGE_BEFORE_EVICTING) {
              letters.forEach(letter -> database.acknowledge(member, List.of(letter.change())));
            }
            return letters;
          });
    }

    @Override
    public Uni<Void> acknowledge(UUID member, Collection<UUID> changes) {
      return call(
          () -> {
            database.acknowledge(member, changes);
            return null;
          });
    }

    @Override
    public Uni<Void> leave(UUID member) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Uni<List<Lapsed>> lapsed() {
      return call(database::lapsed);
    }

    @Override
    public Uni<Void> remove(Lapsed member) {
      return call(
          () -> {
            database.remove(member);
            return null;
          });
    }
  }

  /** Statements of a changer. */
  private final class Open implements ChangeRows {
    @Override
    public Uni<Set<UUID>> open(Collection<Topic> topics) {
      return call(() -> database.open(topics));
    }

    @Override
    public Uni<Set<UUID>> open(TenantId tenant) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Boolean> anyOpen(Set<UUID> changes) {
      return call(() -> database.anyOpen(changes));
    }

    @Override
    public Uni<Void> removeLapsed(Set<UUID> changes) {
      return call(
          () -> {
            database.removeLapsed(changes);
            return null;
          });
    }
  }
}
