package io.strongroom.vault;

import io.strongroom.coherence.MemorySimulation;
import io.strongroom.coherence.SimulatedInstance;
import io.strongroom.coherence.SlotChange;
import io.strongroom.simulation.Scheduler;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.KeyId;
import io.strongroom.token.SecretText;
import io.strongroom.token.Slot;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import io.strongroom.upstream.Revisions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;

/**
 * They want tokens, share the exchanges of their instance as the service's callers do, and drop
 * what they have.
 *
 * <p>A version that is odd is a token, by its generation; an even one is a slot whose last token is
 * over. Where there is none, nothing is remembered, and an exchange need tell nobody.
 */
final class FlyingCallers implements MemorySimulation.Callers {
  private static final double DISTRUST = 0.2;
  private static final Cause CAUSE = Cause.ofService(new KeyId("somekey0"));
  private static final TenantId TENANT = new TenantId("tenant12");
  private static final Revisions REVISIONS = new Revisions(new UUID(0, 1), new UUID(0, 2));
  private static final SecretText TOKEN = SecretText.of("a-token");

  private final Scheduler scheduler;
  private final boolean readAgainWhatIsKnown;
  private final Map<SimulatedInstance, Flights> flights = new IdentityHashMap<>();

  /** The newest token of each slot that anybody was given. */
  private final Map<Integer, Long> had = new HashMap<>();

  /**
   * @param readAgainWhatIsKnown whether a shared exchange's token is given only to those whom it
   *     suits
   */
  FlyingCallers(Scheduler scheduler, boolean readAgainWhatIsKnown) {
    this.scheduler = scheduler;
    this.readAgainWhatIsKnown = readAgainWhatIsKnown;
  }

  private static boolean isToken(long version) {
    return version % 2 == 1;
  }

  @Override
  public boolean mayRemember(long version) {
    return isToken(version);
  }

  @Override
  public void read(SimulatedInstance at, int slot, LongConsumer told) {
    long newest = had.getOrDefault(slot, 0L);
    Want want =
        new Want(
            at,
            slot,
            scheduler.chance(DISTRUST) ? newest : 0,
            version -> {
              had.merge(slot, version, Math::max);
              told.accept(version);
            });
    at.read(slot, version -> decide(want, version));
  }

  /** Drops the newest token that anybody has. */
  @Override
  public void change(SimulatedInstance at, int slot, LongConsumer answered) {
    long token = had.getOrDefault(slot, 0L);
    if (isToken(token)) {
      Replacement drop = new Replacement(token, token + 1);
      at.change(
          new SlotChange(slot, drop, false),
          version -> {
            if (drop.made) {
              answered.accept(version);
            }
          },
          failure -> {});
    }
  }

  /** One call for a token. */
  private record Want(SimulatedInstance at, int slot, long newerThan, LongConsumer told) {}

  /** Puts one version in the place of another, and of no third. */
  private static final class Replacement implements LongUnaryOperator {
    private final long replaced;
    private final long next;
    private boolean made;

    Replacement(long replaced, long next) {
      this.replaced = replaced;
      this.next = next;
    }

    @Override
    public long applyAsLong(long present) {
      made = present == replaced;
      return made ? next : present;
    }
  }

  private void decide(Want want, long version) {
    if (isToken(version) && version > want.newerThan) {
      want.told.accept(version);
    } else {
      board(want, version);
    }
  }

  private void board(Want want, long version) {
    Flights.Seat seat =
        flights
            .computeIfAbsent(want.at, FlyingCallers::flightsOf)
            .board(view(want.slot, version), CAUSE);
    seat.result().subscribe().with(recorded -> receive(want, seat, recorded), failure -> {});
  }

  /** As {@link Vault} does. */
  private void receive(Want want, Flights.Seat seat, Recorded recorded) {
    if (recorded instanceof Recorded.Taken taken
        && (!readAgainWhatIsKnown || seat.suits(taken.token(), want.newerThan))) {
      want.told.accept(taken.token().generation());
    } else {
      want.at.readAnew(want.slot, version -> decide(want, version));
    }
  }

  private static Flights flightsOf(SimulatedInstance at) {
    return new Flights((view, cause) -> exchange(at, view));
  }

  private static CompletableFuture<Recorded> exchange(SimulatedInstance at, SlotView view) {
    CompletableFuture<Recorded> recorded = new CompletableFuture<>();
    long seen = view.generation();
    Replacement record = new Replacement(seen, isToken(seen) ? seen + 2 : seen + 1);
    at.change(
        new SlotChange(Integer.parseInt(view.slot().uid().value()), record, !isToken(seen)),
        version ->
            recorded.complete(record.made ? taken(view.slot(), version) : Recorded.ReadAgain.now()),
        recorded::completeExceptionally);
    return recorded;
  }

  private static Recorded taken(Slot slot, long generation) {
    return new Recorded.Taken(
        new IssuedToken(
            TOKEN,
            "Bearer",
            slot,
            List.of(),
            generation,
            Instant.EPOCH,
            Instant.MAX,
            IssuedToken.Source.UPSTREAM,
            false,
            false));
  }

  private static SlotView view(int slot, long version) {
    return new SlotView(
        new Slot(
            TENANT,
            EnvironmentName.DEFAULT,
            new Uid(Integer.toString(slot)),
            new ClientId("warehouse")),
        Instant.EPOCH,
        Duration.ofSeconds(1),
        version,
        null,
        null,
        null,
        null,
        REVISIONS,
        null,
        false);
  }
}
