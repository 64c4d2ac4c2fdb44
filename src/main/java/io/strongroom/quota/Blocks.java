package io.strongroom.quota;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.database.Joined;
import io.strongroom.token.Clocks;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Counts calls of large limits in blocks: one statement for many calls. A block that is not used up
 * is given back after a second, so that others can have the rest.
 *
 * <p>An instance that is killed takes its blocks along: those calls are counted and admitted by
 * nobody. There is never one above the limit.
 */
@Singleton
class Blocks {
  private static final Logger LOG = Logger.getLogger(Blocks.class);
  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  /** As others see it: a little longer, for the giving back. */
  private static final Duration OPEN = LEASE.plus(LOOK_EVERY).plusMillis(250);

  /** Who finds the limit used waits so long for blocks to be given back. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(5);

  private final Database database;
  private final LimitAlarms alarms;
  private final Clocks clocks;
  private final ConcurrentMap<Subject, Allowance> allowances = new ConcurrentHashMap<>();

  Blocks(Database database, LimitAlarms alarms, Clocks clocks) {
    this.database = database;
    this.alarms = alarms;
    this.clocks = clocks;
  }

  /** Takes one call of those that are counted already; null where there is none. */
  @Nullable Window takeAtOnce(Subject subject, long limit) {
    Clocks.Moment now = clocks.now();
    return allowance(subject, limit, now).take(now);
  }

  /** Takes one call; a refusal is a window that did not admit it. */
  Uni<Window> take(Subject subject, long limit) {
    Clocks.Moment now = clocks.now();
    Allowance allowance = allowance(subject, limit, now);
    Window taken = allowance.take(now);
    return taken != null ? Uni.createFrom().item(taken) : refill(subject, allowance, now);
  }

  /** Gives one call back that was taken and then not admitted. */
  void giveBack(Subject subject, Window taken) {
    Allowance allowance = allowances.get(subject);
    if (allowance != null) {
      allowance.giveBack(taken);
    }
  }

  /** A limit that was changed begins with an allowance of its own. */
  private Allowance allowance(Subject subject, long limit, Clocks.Moment now) {
    Allowance present = allowances.computeIfAbsent(subject, unseen -> new Allowance(limit, now));
    if (present.limit() == limit) {
      return present;
    }
    Allowance next = new Allowance(limit, now);
    if (allowances.replace(subject, present, next)) {
      present.retire();
      forget(giveBack(subject, present));
      return next;
    }
    return allowance(subject, limit, now);
  }

  private Uni<Window> refill(Subject subject, Allowance allowance, Clocks.Moment since) {
    if (allowance.isRetired()) {
      return take(subject, allowance.limit());
    }
    return Joined.to(allowance.refill(() -> count(subject, allowance)))
        .chain(
            counted -> {
              Window taken = allowance.take(clocks.now());
              if (taken != null) {
                return Uni.createFrom().item(taken);
              }
              boolean used = !counted.window().admitted();
              if (used && (!counted.open() || isTooLong(since))) {
                return Uni.createFrom().item(counted.window());
              }
              return (used ? pause() : Uni.createFrom().voidItem())
                  .chain(() -> refill(subject, allowance, since));
            });
  }

  private boolean isTooLong(Clocks.Moment since) {
    return clocks.now().since(since) >= PATIENCE.toNanos();
  }

  private CompletableFuture<Windows.BlockCount> count(Subject subject, Allowance allowance) {
    Clocks.Moment sent = clocks.now();
    return Windows.takeBlock(database, subject, allowance.limit(), allowance.size(), OPEN)
        .invoke(counted -> alarms.look(new Limited(subject, allowance.limit()), counted.window()))
        .call(
            counted ->
                !counted.window().admitted() || add(allowance, counted, sent)
                    ? Uni.createFrom().voidItem()
                    : Windows.giveBack(database, subject, counted.start(), counted.calls()))
        .subscribeAsCompletionStage();
  }

  private static boolean add(Allowance allowance, Windows.BlockCount counted, Clocks.Moment sent) {
    return allowance.add(counted.block(), sent, counted.window().left(), LEASE);
  }

  private static Uni<Void> pause() {
    return Uni.createFrom().voidItem().onItem().delayIt().by(PAUSE);
  }

  void begin(@Observes StartupEvent start, Vertx vertx) {
    var unused = vertx.setPeriodic(LOOK_EVERY.toMillis(), tick -> look());
  }

  private void look() {
    Clocks.Moment now = clocks.now();
    allowances.forEach(
        (subject, allowance) -> {
          if (allowance.isOver(now)) {
            forget(giveBack(subject, allowance));
          } else if (allowance.retireIfIdle(now, IDLE)) {
            allowances.remove(subject, allowance);
          }
        });
  }

  private Uni<Void> giveBack(Subject subject, Allowance allowance) {
    Allowance.Block rest = allowance.empty();
    return rest == null
        ? Uni.createFrom().voidItem()
        : Windows.giveBack(database, subject, rest.start(), rest.calls());
  }

  private static void forget(Uni<Void> givenBack) {
    var unused =
        givenBack
            .subscribe()
            .with(done -> {}, failure -> LOG.debug("a block was not given back", failure));
  }

  /** After the last call has been admitted. */
  void stop(@Observes @Priority(6_000) ShutdownEvent stop) {
    List<Uni<Void>> all = new ArrayList<>();
    allowances.forEach((subject, allowance) -> all.add(giveBack(subject, allowance)));
    if (!all.isEmpty()) {
      try {
        Uni.join().all(all).andCollectFailures().await().atMost(PATIENCE_AT_STOP);
      } catch (RuntimeException e) {
        LOG.debug("blocks were not given back", e);
      }
    }
  }
}
