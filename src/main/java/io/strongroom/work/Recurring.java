package io.strongroom.work;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Work that comes again and again, one run at a time, until the service stops. A run that is due
 * while another is under way is left out; one that fails is followed by the next.
 */
public final class Recurring {
  private static final Logger LOG = Logger.getLogger(Recurring.class);

  private final String name;
  private final Supplier<? extends CompletionStage<?>> beginning;
  private final AtomicBoolean underWay = new AtomicBoolean();
  private volatile boolean stopped;

  /**
   * @param name for the log
   * @param beginning begins a run; the stage ends with it
   */
  public Recurring(String name, Supplier<? extends CompletionStage<?>> beginning) {
    this.name = name;
    this.beginning = beginning;
  }

  /** Begins a run each time that so much has passed. */
  public void every(Duration time, Vertx vertx) {
    var unused = vertx.setPeriodic(time.toMillis(), tick -> begin());
  }

  /** Begins a run now, unless one is under way. */
  public void begin() {
    if (!stopped && underWay.compareAndSet(false, true)) {
      var unused =
          Uni.createFrom()
              .completionStage(beginning)
              .onTermination()
              .invoke(() -> underWay.set(false))
              .subscribe()
              .with(done -> {}, failure -> LOG.debugf(failure, "%s: again in the next turn", name));
    }
  }

  /** Begins no further run. One that is under way goes on. */
  public void stop() {
    stopped = true;
  }

  public boolean isStopped() {
    return stopped;
  }
}
