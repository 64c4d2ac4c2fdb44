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
 * <p>Nothing is sent before the first look, so what is not there, or cannot be read, is answered as
 * the call for the present state answers it. A stream that cannot go on later ends; why, that call
 * tells.
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
   * Fails as the first look does.
   *
   * @param stands whether the one who watches still may; who asks has just been admitted
   */
  <T> Uni<Watch<T>> of(Uni<Void> stands, Supplier<Uni<T>> look, Predicate<T> ended) {
    // Those that come at one moment may be some too many.
    if (open.get() >= MOST) {
      throw tooMany();
    }
    return look.get()
        .map(first -> new Watch<>(counted(onwards(first, stands.chain(() -> look.get()), ended))));
  }

  private <T> Multi<T> counted(Multi<T> looks) {
    return Multi.createFrom()
        .deferred(
            () -> {
              open.incrementAndGet();
              return looks.onTermination().invoke(open::decrementAndGet);
            });
  }

  private static <T> Multi<T> onwards(T first, Uni<T> look, Predicate<T> ended) {
    Multi<T> now = Multi.createFrom().item(first);
    return ended.test(first)
        ? now
        : Multi.createBy().concatenating().streams(now, later(look, ended));
  }

  private static <T> Multi<T> later(Uni<T> look, Predicate<T> ended) {
    return Multi.createBy()
        .repeating()
        .uni(() -> Uni.createFrom().voidItem().onItem().delayIt().by(EVERY).chain(() -> look))
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
