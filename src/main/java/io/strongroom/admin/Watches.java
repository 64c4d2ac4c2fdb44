package io.strongroom.admin;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Answers that show how something goes on: it is read once a second until it has ended, as
 * server-sent events.
 *
 * <p>The head of the answer is sent before the first look, so a stream that cannot go on ends. Why
 * it did, the call for the present state tells.
 *
 * <p>Each lasts shorter than a stop of the service waits for requests. Browsers then ask again by
 * themselves.
 */
@Singleton
class Watches {
  /** Each is two statements a second. */
  private static final int MOST = 50;

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int LOOKS = 20;
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final AtomicInteger open = new AtomicInteger();

  /**
   * @param stands whether the one who watches still may
   */
  <T> Multi<T> of(Uni<Void> stands, Supplier<Uni<T>> look, Predicate<T> ended) {
    // Before the head of the answer is sent. Those that come at one moment may be some too many.
    if (open.get() >= MOST) {
      throw tooMany();
    }
    return Multi.createFrom()
        .deferred(
            () -> {
              open.incrementAndGet();
              return looks(stands.chain(() -> look.get()), ended)
                  .onTermination()
                  .invoke(open::decrementAndGet);
            });
  }

  private static <T> Multi<T> looks(Uni<T> look, Predicate<T> ended) {
    return Multi.createBy()
        .repeating()
        .uni(() -> look)
        .withDelay(EVERY)
        .whilst(seen -> !ended.test(seen))
        .select()
        .first(LOOKS)
        .onFailure()
        .recoverWithCompletion();
  }

  private static RuntimeException tooMany() {
    return Fault.of(FaultCode.QUOTA_EXCEEDED, "This instance shows " + MOST + " things at a time")
        .retryAfter(PAUSE)
        .exception();
  }
}
