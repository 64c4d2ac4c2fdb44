package io.strongroom.revocation;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.revocation.QueuedItem.Settled;
import io.strongroom.seal.DoesNotOpen;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.tenant.Keyring;
import io.strongroom.token.FaultCode;
import io.strongroom.token.SecretText;
import io.strongroom.token.Ticks;
import io.strongroom.token.Uid;
import io.strongroom.upstream.RevocationAnswer;
import io.strongroom.upstream.RevocationEndpoint;
import io.strongroom.upstream.Route;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * One round of a lane: read what is due, ask the upstream, write what came of it. No database
 * connection is held during the calls; what is lost between the two is asked again.
 */
@Singleton
class LaneRound {
  /** Tokens of one round; of an upstream that was not well, one is enough to see how it is. */
  private static final int MOST = 64;

  private static final int PROBE = 1;

  /** Of the calls that an upstream is asked at once, three quarters are left to exchanges. */
  private static final int SHARE_OF_THE_UPSTREAM = 4;

  private static final int MOST_AT_ONCE = 8;

  /** With the longest call a round stays well within its lease. */
  private static final Duration BEGIN_WITHIN = Duration.ofSeconds(15);

  private final Database database;
  private final Keyring keyring;
  private final Dispatches dispatches;
  private final Lanes lanes;
  private final QueuedItems items;
  private final RevocationEndpoint upstream;
  private final RevocationMeters meters;
  private final Ticks ticks;
  private final Backoff backoff = new Backoff(new SecureRandom());

  LaneRound(
      Database database,
      Keyring keyring,
      Dispatches dispatches,
      Lanes lanes,
      QueuedItems items,
      RevocationEndpoint upstream,
      RevocationMeters meters,
      Ticks ticks) {
    this.database = database;
    this.keyring = keyring;
    this.dispatches = dispatches;
    this.lanes = lanes;
    this.items = items;
    this.upstream = upstream;
    this.meters = meters;
    this.ticks = ticks;
  }

  /** What a round works with; the dispatch is of no meaning where nothing is due. */
  private record Work(TenantKeys keys, Dispatch dispatch, List<QueuedItem> due) {}

  Uni<Void> run(Lane lane) {
    Pace pace = new Pace(ticks, BEGIN_WITHIN);
    return keyring
        .of(lane.tenant())
        .chain(keys -> database.write(connection -> read(connection, keys, lane)))
        .chain(work -> ask(lane, work, pace))
        .call(settled -> database.write(connection -> settle(connection, lane, settled, pace)))
        .invoke(meters::count)
        .replaceWithVoid()
        .onFailure(FaultCode.NOT_FOUND::isOf)
        .recoverWithUni(() -> lanes.close(lane));
  }

  private Uni<Work> read(SqlConnection connection, TenantKeys keys, Lane lane) {
    return items
        .due(connection, lane, lane.isAiling() ? PROBE : MOST)
        .chain(
            due ->
                due.isEmpty()
                    ? Uni.createFrom().item(new Work(keys, Dispatch.impossible("no-client"), due))
                    : dispatches
                        .find(connection, keys, lane, new Uid(due.get(0).uid()))
                        .map(dispatch -> new Work(keys, dispatch, due)));
  }

  private Uni<List<Settled>> ask(Lane lane, Work work, Pace pace) {
    return Multi.createFrom()
        .iterable(work.due())
        .onItem()
        .transformToUni(item -> ask(lane, work, pace, item))
        .merge(atOnce(work.dispatch()))
        .collect()
        .asList();
  }

  private static int atOnce(Dispatch dispatch) {
    Route route = dispatch.route();
    if (route == null) {
      return 1;
    }
    int allowed = Objects.requireNonNull(route.settings().maxConcurrent());
    return Math.max(1, Math.min(MOST_AT_ONCE, allowed / SHARE_OF_THE_UPSTREAM));
  }

  private Uni<Settled> ask(Lane lane, Work work, Pace pace, QueuedItem item) {
    UpstreamOutcome known = work.dispatch().withoutACall(item);
    if (known != null) {
      return Uni.createFrom().item(new Settled(item, known, false));
    }
    if (pace.isOver()) {
      return Uni.createFrom().item(new Settled(item, null, false));
    }
    try {
      return call(work, pace, item, open(work.keys(), lane, item));
    } catch (DoesNotOpen e) {
      return Uni.createFrom()
          .item(new Settled(item, UpstreamOutcome.failed("does-not-open"), false));
    }
  }

  private Uni<Settled> call(Work work, Pace pace, QueuedItem item, SecretText token) {
    return upstream
        .revoke(
            Objects.requireNonNull(work.dispatch().route()),
            Objects.requireNonNull(work.dispatch().target()),
            item.kind(),
            token)
        .invoke(pace::note)
        .map(answer -> settled(item, answer));
  }

  private static Settled settled(QueuedItem item, RevocationAnswer answer) {
    boolean asked = !(answer instanceof RevocationAnswer.Later later) || later.asked();
    return new Settled(item, UpstreamOutcome.of(answer, asked && item.isAtItsLastTry()), asked);
  }

  private static SecretText open(TenantKeys keys, Lane lane, QueuedItem item) {
    return keys.open(
        new Sealed(item.sealed()),
        QueuePlace.of(
            lane.tenant(),
            lane.environment(),
            item.uid(),
            lane.client(),
            item.id(),
            item.origin()));
  }

  /** Nothing is written by who has lost the lane: its successor asks again. */
  private Uni<Void> settle(SqlConnection connection, Lane lane, List<Settled> settled, Pace pace) {
    return lanes
        .hold(connection, lane)
        .chain(
            ours ->
                ours
                    ? items
                        .settle(connection, lane, settled)
                        .chain(() -> giveUpOld(connection, lane, pace))
                        .chain(() -> release(connection, lane, pace))
                    : Uni.createFrom().voidItem());
  }

  private Uni<Void> giveUpOld(SqlConnection connection, Lane lane, Pace pace) {
    RevocationAnswer.Later trouble = pace.trouble();
    return trouble == null
        ? Uni.createFrom().voidItem()
        : items
            .giveUpOld(connection, lane, trouble.reason())
            .invoke(meters::gaveUp)
            .replaceWithVoid();
  }

  private Uni<Void> release(SqlConnection connection, Lane lane, Pace pace) {
    RevocationAnswer.Later trouble = pace.trouble();
    if (trouble == null) {
      return lanes.release(connection, lane, 0, Duration.ZERO);
    }
    int failures = pace.failuresAfter(lane.failures());
    Duration pause = backoff.ofLane(failures);
    Duration asked = trouble.retryAfter();
    return lanes.release(
        connection, lane, failures, asked != null && asked.compareTo(pause) > 0 ? asked : pause);
  }
}
