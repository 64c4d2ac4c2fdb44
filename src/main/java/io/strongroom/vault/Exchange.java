package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.KeyId;
import io.strongroom.token.Slot;
import io.strongroom.token.Ticks;
import io.strongroom.upstream.TokenEndpoint;
import io.strongroom.upstream.TokenRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One exchange: claim, call, record. Runs detached from every request; no database connection is
 * held during the call (E3).
 */
@Singleton
class Exchange {
  /** Between two looks at a claim that somebody else has. */
  private static final int LEAST_PAUSE_MILLIS = 40;

  private static final int PAUSE_JITTER_MILLIS = 60;

  private final Claims claims;
  private final TokenEndpoint upstream;
  private final Recording recording;
  private final Ticks ticks;

  Exchange(Claims claims, TokenEndpoint upstream, Recording recording, Ticks ticks) {
    this.claims = claims;
    this.upstream = upstream;
    this.recording = recording;
    this.ticks = ticks;
  }

  /**
   * Exchanges the slot's master token, or waits for the one who does, as long as callers wait.
   *
   * @param view the reading that made an exchange necessary
   * @return {@link Recorded.ReadAgain} where the slot must be read again
   */
  Uni<Recorded> run(SlotView view, KeyId cause) {
    return attempt(view, cause, ticks.nanos() + view.timeout().toNanos());
  }

  private Uni<Recorded> attempt(SlotView view, KeyId cause, long end) {
    return claims.take(view.slot(), view.mark()).chain(taken -> proceed(view, cause, end, taken));
  }

  private Uni<Recorded> proceed(SlotView view, KeyId cause, long end, Claims.Taken taken) {
    if (taken instanceof Claims.Taken.Ours ours) {
      return call(ours.ticket(), cause);
    }
    if (taken instanceof Claims.Taken.Busy busy) {
      return busy.claim().lost()
          ? waitForLostCall(view, cause, end)
          : waitForOther(view.slot(), busy.claim().claim(), end);
    }
    return Uni.createFrom().item(new Recorded.ReadAgain(((Claims.Taken.Outdated) taken).failure()));
  }

  private Uni<Recorded> call(Ticket ticket, KeyId cause) {
    return upstream
        .exchange(
            new TokenRequest(
                ticket.route(), ticket.masterToken(), ticket.repair(), ticket.beginBy()))
        .chain(outcome -> recording.record(ticket, outcome, cause));
  }

  private Uni<Recorded> waitForLostCall(SlotView view, KeyId cause, long end) {
    return ticks.nanos() >= end
        ? Uni.createFrom().item(unresolved())
        : pause().chain(() -> attempt(view, cause, end));
  }

  /**
   * A loser never exchanges in its turn: it waits, and its callers read what the winner brought.
   */
  private Uni<Recorded> waitForOther(Slot slot, UUID claim, long end) {
    return pause()
        .chain(() -> claims.isUnderWay(slot.account(), claim))
        .chain(
            underWay ->
                underWay && ticks.nanos() < end
                    ? waitForOther(slot, claim, end)
                    : Uni.createFrom().item(new Recorded.ReadAgain(claim)));
  }

  private static Uni<Void> pause() {
    return Uni.createFrom().voidItem().onItem().delayIt().by(aMoment());
  }

  private static Recorded unresolved() {
    return new Recorded.Failed(
        Fault.of(
                FaultCode.OUTCOME_UNKNOWN,
                "A call to the upstream was lost; what it did is being found out")
            .retryAfter(Duration.ofSeconds(1)));
  }

  private static Duration aMoment() {
    return Duration.ofMillis(
        LEAST_PAUSE_MILLIS + ThreadLocalRandom.current().nextInt(PAUSE_JITTER_MILLIS));
  }
}
