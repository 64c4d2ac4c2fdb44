package io.strongroom.rotation;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** Work that reads or writes a file: it runs where it may wait, and its caller goes on at home. */
final class Blocking {
  private Blocking() {}

  static <T> Uni<T> run(Supplier<T> work) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Context caller = Vertx.currentContext();
              Uni<T> elsewhere =
                  Uni.createFrom()
                      .item(work)
                      .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
              return caller == null
                  ? elsewhere
                  : elsewhere.emitOn(next -> caller.runOnContext(now -> next.run()));
            });
  }
}
