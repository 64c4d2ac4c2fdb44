package io.strongroom.rotation;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.strongroom.vault.KeyTenure;
import io.strongroom.work.Recurring;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Looks for rotations: once a second, and four times while there are any. It does this life's part
 * in each, and works on one at a time that nobody else works on. Whoever dies is followed by
 * another instance, or the next life, when its lease is over.
 */
@Singleton
class RotationWorker {
  private static final Logger LOG = Logger.getLogger(RotationWorker.class);
  private static final Duration EVERY = Duration.ofMillis(250);

  /** Without any rotation under way only one turn in so many looks. */
  private static final int IDLE_TURNS = 4;

  /** After so many steps another rotation has its turn. */
  private static final int STEPS_OF_A_TURN = 200;

  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);

  private final LifeSteps life;
  private final RotationRows rows;
  private final TenantSteps tenants;
  private final KekSteps keks;
  private final KeyTenure tenure;
  private final Recurring looking;
  private final Recurring working;
  private volatile boolean anyUnderWay = true;

  /** Of the timer's context only. */
  private int turn;

  RotationWorker(
      LifeSteps life, RotationRows rows, TenantSteps tenants, KekSteps keks, KeyTenure tenure) {
    this.life = life;
    this.rows = rows;
    this.tenants = tenants;
    this.keks = keks;
    this.tenure = tenure;
    this.looking = new Recurring("rotations under way", () -> tenure.run(this::lookOnce));
    this.working = new Recurring("a rotation", () -> tenure.run(this::work));
  }

  void begin(@Observes StartupEvent start, Vertx vertx) {
    var unused = vertx.setPeriodic(EVERY.toMillis(), tick -> look());
  }

  /** Before the works are awaited: none of them is to begin another step. */
  void stop(@Observes @Priority(1) ShutdownEvent stop) {
    looking.stop();
    working.stop();
  }

  private void look() {
    turn = (turn + 1) % IDLE_TURNS;
    if (anyUnderWay || turn == 0) {
      looking.begin();
    }
    if (anyUnderWay) {
      working.begin();
    }
  }

  private Uni<Boolean> lookOnce() {
    return life.look().invoke(any -> anyUnderWay = any);
  }

  private Uni<Void> work() {
    return rows.take(tenure.life()).chain(taken -> work(taken));
  }

  private Uni<Void> work(Optional<Rotation> taken) {
    return taken.isEmpty()
        ? Uni.createFrom().voidItem()
        : goOn(taken.get(), STEPS_OF_A_TURN)
            .onFailure(failure -> !(failure instanceof LostRotation))
            .recoverWithUni(failure -> tryAgain(taken.get(), failure));
  }

  private Uni<Void> tryAgain(Rotation rotation, Throwable failure) {
    LOG.warnf(failure, "Rotation %s is tried again", rotation.id());
    return rows.release(rotation, "a step that failed to be tried again", AFTER_A_FAILURE);
  }

  private Uni<Void> goOn(Rotation rotation, int steps) {
    if (working.isStopped() || steps == 0) {
      return rows.release(rotation, null, Duration.ZERO);
    }
    return step(rotation).chain(advance -> after(rotation, advance, steps));
  }

  private Uni<Advance> step(Rotation rotation) {
    return rotation.tenant() == null ? keks.step(rotation) : tenants.step(rotation);
  }

  private Uni<Void> after(Rotation rotation, Advance advance, int steps) {
    if (advance instanceof Advance.Goes goes) {
      Uni<Void> now = Uni.createFrom().voidItem();
      return (goes.breath().isZero() ? now : now.onItem().delayIt().by(goes.breath()))
          .chain(() -> goOn(goes.rotation(), steps - 1));
    }
    if (advance instanceof Advance.Waits waits) {
      return rows.release(rotation, waits.why(), waits.rest());
    }
    LOG.infof("Rotation %s has ended", rotation.id());
    return Uni.createFrom().voidItem();
  }
}
