package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.spool.Place;
import io.strongroom.spool.Spool;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.Slot;
import io.strongroom.token.Ticks;
import io.strongroom.token.Verdict;
import io.strongroom.upstream.Outcome;
import io.strongroom.upstream.TokenEndpoint;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One exchange: claim, reserve, call, record. Runs detached from every request; no database
 * connection is held during the call (E3).
 */
@Singleton
class Exchange {
  /** Between two looks at a claim that somebody else has. */
  private static final int LEAST_PAUSE_MILLIS = 40;

  private static final int PAUSE_JITTER_MILLIS = 60;
  private static final Duration REPLAY_TAKES = Duration.ofSeconds(1);

  private final Claims claims;
  private final SlotReader slots;
  private final Spool spool;
  private final Replay replay;
  private final TokenEndpoint upstream;
  private final Extension extension;
  private final Recording recording;
  private final Ticks ticks;

  Exchange(
      Claims claims,
      SlotReader slots,
      Spool spool,
      Replay replay,
      TokenEndpoint upstream,
      Extension extension,
      Recording recording,
      Ticks ticks) {
    this.claims = claims;
    this.slots = slots;
    this.spool = spool;
    this.replay = replay;
    this.upstream = upstream;
    this.extension = extension;
    this.recording = recording;
    this.ticks = ticks;
  }

  /**
   * Exchanges the slot's master token, or waits for the one who does, as long as callers wait.
   *
   * @param view the reading that made an exchange necessary
   * @return {@link Recorded.ReadAgain} where the slot must be read again
   */
  Uni<Recorded> run(SlotView view, Cause cause) {
    return attempt(view, cause, ticks.nanos() + view.timeout().toNanos());
  }

  private Uni<Recorded> attempt(SlotView view, Cause cause, long end) {
    return replay.isBefore(view.slot().account())
        ? waitForLostCall(view, cause, end, REPLAY_TAKES)
        : claims
            .take(view.slot(), view.mark(), cause)
            .chain(taken -> proceed(view, cause, end, taken));
  }

  private Uni<Recorded> proceed(SlotView view, Cause cause, long end, Claims.Taken taken) {
    if (taken instanceof Claims.Taken.Ours ours) {
      return call(ours.ticket(), end);
    }
    if (taken instanceof Claims.Taken.Busy busy) {
      return busy.claim().lost()
          ? waitForLostCall(view, cause, end, busy.claim().left())
          : waitForOther(view.slot(), busy.claim().claim(), ticks.nanos(), end);
    }
    return Uni.createFrom().item(new Recorded.ReadAgain(((Claims.Taken.Outdated) taken).failure()));
  }

  private Uni<Recorded> call(Ticket ticket, long end) {
    return ticket.route().rotating()
        ? reserve(ticket).chain(place -> call(ticket, place, end))
        : call(ticket, null, end);
  }

  /** Without a place for its outcome a rotating exchange does not begin. */
  private Uni<Place> reserve(Ticket ticket) {
    return spool.reserve().onFailure().call(failure -> claims.giveBack(ticket));
  }

  private Uni<Recorded> call(Ticket ticket, @Nullable Place place, long end) {
    return extension
        .during(ticket, upstream.exchange(ticket.request()))
        .chain(
            outcome ->
                recording
                    .record(ticket, outcome, place)
                    .chain(recorded -> repairAtOnce(ticket, end, outcome, recorded)));
  }

  /**
   * A provider with a grace still takes the old master token for a moment: while half of the grace
   * lasts, it is tried again until an answer is read, less and less often. When nobody waits any
   * more, {@link LostCalls} goes on with it.
   */
  private Uni<Recorded> repairAtOnce(Ticket ticket, long end, Outcome outcome, Recorded recorded) {
    boolean lost =
        outcome instanceof Outcome.Failed failed && failed.verdict() == Verdict.UNKNOWN_OUTCOME;
    long now = ticks.nanos();
    Duration left = Duration.ofNanos(ticket.repairBy() - now);
    Duration sinceLost = ticket.route().settings().grace().dividedBy(2).minus(left);
    Duration moment = moment(sinceLost.dividedBy(2));
    if (!lost || left.isNegative() || now + moment.toNanos() - end >= 0) {
      return Uni.createFrom().item(recorded);
    }
    Slot slot = ticket.attempt().slot();
    return pause(moment)
        .chain(() -> slots.read(slot.tenant(), slot.environment(), slot.uid(), slot.client()))
        .chain(view -> attempt(view, ticket.cause(), end));
  }

  private Uni<Recorded> waitForLostCall(SlotView view, Cause cause, long end, Duration left) {
    return ticks.nanos() - end >= 0
        ? Uni.createFrom().item(unresolved(left))
        : pause(moment(left.dividedBy(4))).chain(() -> attempt(view, cause, end));
  }

  /**
   * A loser never exchanges in its turn: it waits, and its callers read what the winner brought. It
   * looks less and less often, so that many losers do not keep the winners from their database.
   */
  private Uni<Recorded> waitForOther(Slot slot, UUID claim, long since, long end) {
    return pause(moment(Duration.ofNanos(ticks.nanos() - since).dividedBy(2)))
        .chain(() -> claims.isUnderWay(slot.account(), claim))
        .chain(
            underWay ->
                underWay && ticks.nanos() - end < 0
                    ? waitForOther(slot, claim, since, end)
                    : Uni.createFrom().item(new Recorded.ReadAgain(claim)));
  }

  private static Recorded unresolved(Duration left) {
    return new Recorded.Failed(
        Fault.of(
                FaultCode.OUTCOME_UNKNOWN,
                "A call to the upstream was lost; what it did is being found out")
            .retryAfter(left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left));
  }

  /** A moment with jitter, or half a second where the wait is long anyway. */
  private static Duration moment(Duration wish) {
    return Duration.ofMillis(
        Math.max(0, Math.min(wish.toMillis(), 500))
            + LEAST_PAUSE_MILLIS
            + ThreadLocalRandom.current().nextInt(PAUSE_JITTER_MILLIS));
  }

  private static Uni<Void> pause(Duration moment) {
    return Uni.createFrom().voidItem().onItem().delayIt().by(moment);
  }
}
