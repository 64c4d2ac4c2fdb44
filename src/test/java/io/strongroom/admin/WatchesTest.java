package io.strongroom.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is shown as it goes on, whatever it is. */
class WatchesTest {
  private static final int MOST = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Uni<Void> STANDS = Uni.createFrom().voidItem();

  private final Watches watches = new Watches();
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void whatIsNotThereFailsBeforeAnythingIsShown() {
    Uni<Watch<Integer>> nothing =
        watches.of(STANDS, () -> Uni.createFrom().failure(notThere()), seen -> true);

    FaultException told =
        assertThrows(FaultException.class, () -> nothing.await().atMost(PATIENCE));

    assertEquals(FaultCode.NOT_FOUND, told.fault().code());
  }

  @Test
  void whatHasEndedIsShownOnceAndReadOnce() {
    assertEquals(List.of(1), seen(untilAfter(1)));
    assertEquals(1, looks.get());
  }

  @Test
  void itIsShownUntilItHasEnded() {
    assertEquals(List.of(1, 2, 3), seen(untilAfter(3)));
  }

  @Test
  void whoMayNotAnyMoreSeesNoMore() {
    Uni<Void> refused = Uni.createFrom().failure(notThere());

    assertEquals(List.of(1), seen(watch(refused, 3)));
    assertEquals(1, looks.get());
  }

  @Test
  void whatCannotBeReadAnyMoreEnds() {
    Uni<Watch<Integer>> gone =
        watches.of(
            STANDS,
            () ->
                looks.incrementAndGet() == 1
                    ? Uni.createFrom().item(1)
                    : Uni.createFrom().failure(notThere()),
            seen -> false);

    assertEquals(List.of(1), seen(gone));
  }

  @Test
  void fiftyAreShownAtATimeAndWhoGoesMakesRoom() {
    List<AssertSubscriber<Integer>> watching =
        IntStream.range(0, MOST).mapToObj(i -> open(untilAfter(MOST * 3))).toList();

    FaultException told = assertThrows(FaultException.class, () -> untilAfter(1));
    assertEquals(FaultCode.QUOTA_EXCEEDED, told.fault().code());
    watching.get(0).cancel();

    assertFalse(seen(untilAfter(1)).isEmpty());
    watching.forEach(AssertSubscriber::cancel);
  }

  @Test
  void endsMakeRoomAsWell() {
    Stream.generate(() -> untilAfter(0)).limit(2 * MOST).forEach(WatchesTest::seen);
  }

  /** Counts its looks, and has ended at this one. */
  private Uni<Watch<Integer>> untilAfter(int last) {
    return watch(STANDS, last);
  }

  private Uni<Watch<Integer>> watch(Uni<Void> stands, int last) {
    return watches.of(
        stands, () -> Uni.createFrom().item(looks::incrementAndGet), seen -> seen >= last);
  }

  private static List<Integer> seen(Uni<Watch<Integer>> watch) {
    return stream(watch).collect().asList().await().atMost(PATIENCE);
  }

  private static AssertSubscriber<Integer> open(Uni<Watch<Integer>> watch) {
    return stream(watch).subscribe().withSubscriber(AssertSubscriber.create(1));
  }

  private static Multi<Integer> stream(Uni<Watch<Integer>> watch) {
    return watch.await().atMost(PATIENCE).seen();
  }

  private static FaultException notThere() {
    return Fault.of(FaultCode.NOT_FOUND, "There is no such thing").exception();
  }
}
