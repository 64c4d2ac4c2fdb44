package io.strongroom.peer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Does something after a while, on a thread that keeps nobody from ending. */
final class Later {
  private Later() {}

  static void in(Duration time, Runnable act) {
    CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS).execute(act);
  }
}
