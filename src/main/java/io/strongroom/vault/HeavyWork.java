package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.concurrent.Callable;

/**
 * Runs beside the event loop what takes the processor for milliseconds, as the sealing of a
 * thousand tokens does: callers of warm tokens are not to wait for it. Goes on in the caller's
 * context.
 */
@Singleton
class HeavyWork {
  private static final boolean IN_ORDER = false;

  private final Vertx vertx;

  HeavyWork(Vertx vertx) {
    this.vertx = vertx;
  }

  <T> Uni<T> run(Callable<T> work) {
    return Uni.createFrom()
        .completionStage(() -> vertx.executeBlocking(work, IN_ORDER).toCompletionStage());
  }
}
