package io.strongroom.coherence;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.strongroom.work.Recurring;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Calls {@link Membership}, one call at a time: twice a second, and when somebody says that there
 * is a letter.
 */
@Singleton
class MembershipTurns {
  private static final Logger LOG = Logger.getLogger(MembershipTurns.class);
  private static final Duration RENEW_EVERY = Duration.ofMillis(500);
  private static final Duration BURY_EVERY = Duration.ofSeconds(3);
  private static final int LAST = 10_000;
  private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(5);

  private enum Turn {
    FREE,
    TAKEN,
    /** Somebody said during a turn that there is a letter: another look follows. */
    LOOK_AGAIN
  }

  private final Membership membership;
  private final Hint hint;
  private final CoherenceConfig config;
  private final AtomicReference<Turn> turn = new AtomicReference<>(Turn.FREE);
  private final Recurring burial;
  private volatile boolean stopping;

  MembershipTurns(Membership membership, Hint hint, CoherenceConfig config) {
    this.membership = membership;
    this.hint = hint;
    this.config = config;
    this.burial =
        new Recurring("the gone are removed", () -> membership.bury().subscribeAsCompletionStage());
  }

  /** Last, when nothing refuses the start any more. */
  void begin(@Observes @Priority(LAST) StartupEvent start, Vertx vertx) {
    if (!config.isRemembering()) {
      return;
    }
    renew();
    var unused = vertx.setPeriodic(RENEW_EVERY.toMillis(), tick -> renew());
    burial.every(BURY_EVERY, vertx);
  }

  private void renew() {
    if (!stopping && config.isHinted()) {
      hint.listen(this::look);
    }
    if (!stopping && turn.compareAndSet(Turn.FREE, Turn.TAKEN)) {
      run(membership::renew);
    }
  }

  private void look() {
    Turn before = turn.getAndUpdate(now -> now == Turn.FREE ? Turn.TAKEN : Turn.LOOK_AGAIN);
    if (before == Turn.FREE) {
      run(membership::look);
    }
  }

  private void run(Supplier<Uni<Void>> step) {
    var unused =
        Uni.createFrom()
            .deferred(step::get)
            .onTermination()
            .invoke(this::end)
            .subscribe()
            .with(
                done -> {},
                failure -> LOG.debug("the membership is renewed in the next turn", failure));
  }

  private void end() {
    if (turn.getAndUpdate(now -> now == Turn.LOOK_AGAIN ? Turn.TAKEN : Turn.FREE)
        == Turn.LOOK_AGAIN) {
      run(membership::look);
    }
  }

  /** After the work under way has been awaited, which reads and changes. */
  void stop(@Observes @Priority(6_000) ShutdownEvent stop) {
    stopping = true;
    burial.stop();
    hint.end();
    try {
      membership.leave().await().atMost(PATIENCE_AT_STOP);
    } catch (RuntimeException e) {
      LOG.debug("this member is removed by others", e);
    }
  }
}
