package io.strongroom.database;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;

/** Waits for work that others wait for too, or that goes on without anybody. */
public final class Joined {
  private Joined() {}

  /**
   * Waits for a result without any hold on the work; goes on in the context of whoever called this.
   */
  public static <T> Uni<T> to(CompletableFuture<T> work) {
    Context caller = Vertx.currentContext();
    Uni<T> result =
        Uni.createFrom()
            .emitter(
                emitter -> {
                  var unused =
                      work.whenComplete(
                          (item, failure) -> {
                            if (failure != null) {
                              emitter.fail(failure);
                            } else {
                              emitter.complete(item);
                            }
                          });
                });
    return caller == null ? result : result.emitOn(next -> caller.runOnContext(now -> next.run()));
  }
}
