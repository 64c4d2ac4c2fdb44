package io.strongroom.vault;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.strongroom.coherence.Changes;
import io.strongroom.coherence.Changes.Committed;
import io.strongroom.database.RetiredKey;
import io.strongroom.spool.Place;
import io.strongroom.spool.Spool;
import io.strongroom.tenant.Keyring;
import io.strongroom.token.FaultCode;
import io.strongroom.token.SecretText;
import io.strongroom.upstream.Outcome;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what an exchange came to, before anybody is told.
 *
 * <p>A new master token that the database does not take at once goes to the spool as well: it is
 * the only copy, and the process may be killed while the database is away.
 */
@Singleton
class Recording {
  private static final Logger LOG = Logger.getLogger(Recording.class);

  /** A database that is well has answered by then. */
  private static final Duration SPOOLED_AFTER = Duration.ofMillis(300);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** For what costs at most another exchange. */
  private static final Duration GIVE_UP = Duration.ofSeconds(20);

  /** For a new master token that neither the database nor the disk takes. */
  private static final Duration GIVE_UP_LAST_COPY = Duration.ofMinutes(60);

  private final Changes changes;
  private final Keyring keyring;
  private final OutcomeRecord outcomes;
  private final Spool spool;
  private final Replay replay;

  Recording(Changes changes, Keyring keyring, OutcomeRecord outcomes, Spool spool, Replay replay) {
    this.changes = changes;
    this.keyring = keyring;
    this.outcomes = outcomes;
    this.spool = spool;
    this.replay = replay;
  }

  /**
   * Records the outcome.
   *
   * @param place what was reserved for it; null where the grant does not rotate
   * @return what the slot's callers get; fails with {@code vault-unavailable} where the database
   *     does not take it
   */
  Uni<Recorded> record(Ticket ticket, Outcome outcome, @Nullable Place place) {
    if (isLastCopy(ticket, outcome)) {
      return recordLastCopy(ticket, outcome, place).chain(Recording::shown);
    }
    return insist(write(ticket, outcome), GIVE_UP)
        .onTermination()
        .invoke(() -> giveBack(place))
        .chain(Recording::shown);
  }

  private static boolean isLastCopy(Ticket ticket, Outcome outcome) {
    SecretText next = outcome.newMasterToken();
    return next != null && !next.matches(ticket.masterToken());
  }

  private void giveBack(@Nullable Place place) {
    if (place != null) {
      spool.release(place);
    }
  }

  private Uni<Committed<Recorded>> recordLastCopy(
      Ticket ticket, Outcome outcome, @Nullable Place place) {
    Uni<Committed<Recorded>> written = write(ticket, outcome).memoize().indefinitely();
    return written
        .ifNoItem()
        .after(SPOOLED_AFTER)
        .fail()
        .onItemOrFailure()
        .transformToUni(
            (recorded, failure) -> {
              if (failure != null && mayCome(failure)) {
                return keep(ticket, outcome, place, written);
              }
              giveBack(place);
              return written;
            });
  }

  /** On the disk first; then the database may still take it, or the replay brings it later. */
  private Uni<Committed<Recorded>> keep(
      Ticket ticket, Outcome outcome, @Nullable Place place, Uni<Committed<Recorded>> written) {
    byte[] sealed = new SpooledOutcome(ticket.attempt(), outcome).seal(ticket.keys());
    return (place == null ? spool.reserve() : Uni.createFrom().item(place))
        .chain(reserved -> spool.keep(reserved, ticket.attempt().slot().account(), sealed))
        .onItemOrFailure()
        .transformToUni(
            (kept, failure) ->
                failure == null
                    ? expect(ticket).chain(() -> written).call(recorded -> spool.forget(kept))
                    : insistWithoutSpool(ticket, outcome, failure));
  }

  private Uni<Void> expect(Ticket ticket) {
    replay.expect(ticket.attempt().slot().account());
    return Uni.createFrom().voidItem();
  }

  private Uni<Committed<Recorded>> insistWithoutSpool(
      Ticket ticket, Outcome outcome, Throwable failure) {
    LOG.error("The spool does not take an outcome; it is tried at the database only", failure);
    return insist(write(ticket, outcome), GIVE_UP_LAST_COPY);
  }

  private static Uni<Committed<Recorded>> insist(Uni<Committed<Recorded>> write, Duration end) {
    return write
        .onFailure(FaultCode.VAULT_UNAVAILABLE::isOf)
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .expireIn(end.toMillis());
  }

  /**
   * With the keys of now and not of the exchange's begin: they may have been rotated meanwhile. A
   * key that is retired at this very moment is refused, and the one that is there is read.
   */
  private Uni<Committed<Recorded>> write(Ticket ticket, Outcome outcome) {
    return keyring
        .of(ticket.attempt().slot().tenant())
        .onFailure()
        .recoverWithItem(ticket.keys())
        .chain(
            keys ->
                changes.commit(
                    (connection, change) ->
                        outcomes.write(connection, change, keys, ticket.attempt(), outcome)))
        .onFailure(RetiredKey::causes)
        .invoke(() -> keyring.forget(ticket.attempt().slot().tenant()))
        .onFailure(RetiredKey::causes)
        .retry()
        .atMost(1);
  }

  /** What replaces a token that some instance may still give is shown to nobody before. */
  private static Uni<Recorded> shown(Committed<Recorded> recorded) {
    return recorded.acknowledged().replaceWith(recorded::result);
  }

  private static boolean mayCome(Throwable failure) {
    return failure instanceof TimeoutException || FaultCode.VAULT_UNAVAILABLE.isOf(failure);
  }
}
