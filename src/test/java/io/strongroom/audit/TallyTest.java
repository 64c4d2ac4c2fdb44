package io.strongroom.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Nothing is counted twice or forgotten, and keys too many are the rest. */
class TallyTest {

  @Test
  void keysBeyondTheBoundAreTheRest() {
    Tally<String> tally = new Tally<>(2, key -> "rest");
    for (String key : new String[] {"a", "b", "c", "d", "a"}) {
      tally.add(key, 1);
    }

    assertEquals(Map.of("a", 2L, "b", 1L, "rest", 2L), tally.takeAll());
    assertEquals(Map.of(), tally.takeAll());
  }

  @Test
  void countIsTakenInTheTurnAfterItsOwn() {
    Tally<String> tally = new Tally<>(2, key -> "rest");
    tally.add("a", 1);

    assertEquals(Map.of(), tally.take());
    tally.add("a", 5);
    assertEquals(Map.of("a", 1L), tally.take());
    assertEquals(Map.of("a", 5L), tally.take());
    assertEquals(Map.of(), tally.take());
  }

  @Test
  void countersOfManyThreadsAreAllTaken() throws InterruptedException {
    Tally<String> tally = new Tally<>(1_000, key -> "rest");
    int threads = 4;
    int each = 200_000;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    for (int t = 0; t < threads; t++) {
      pool.execute(
          () -> {
            for (int i = 0; i < each; i++) {
              tally.add("key " + i % 500, 1);
            }
          });
    }
    pool.shutdown();

    // Turns are seconds apart, never within a thread's two instructions: so none is taken here.
    pool.awaitTermination(1, TimeUnit.MINUTES);
    Map<String, Long> all = new HashMap<>();
    for (int turn = 0; turn < 3; turn++) {
      tally.take().forEach((key, count) -> all.merge(key, count, Long::sum));
    }

    assertEquals(500, all.size());
    assertEquals((long) threads * each, all.values().stream().mapToLong(n -> n).sum());
  }
}
