package io.strongroom.coherence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.test.junit.TestProfile;
import io.strongroom.database.Database;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An instance goes on answering from memory while callers keep its database busy. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class LifelineTest {
  /** Twice as many statements as there are connections for callers, of three seconds each. */
  private static final int BUSY = 40;

  private static final String SLOW = "SELECT pg_sleep(3)";

  private static final Duration LONGER_THAN_A_LEASE = Lease.LENGTH.multipliedBy(2);

  @Inject Database database;

  @Inject Coherence coherence;

  @Test
  void leaseHoldsWhileEveryConnectionIsBusyAndOthersWait() {
    await().until(coherence::mayAnswer);
    List<CompletableFuture<?>> busy =
        IntStream.range(0, BUSY)
            .<CompletableFuture<?>>mapToObj(
                i ->
                    database
                        .read(SLOW, Tuple.tuple())
                        .subscribeAsCompletionStage()
                        .toCompletableFuture())
            .toList();

    await()
        .during(LONGER_THAN_A_LEASE)
        .atMost(LONGER_THAN_A_LEASE.plusSeconds(1))
        .until(coherence::mayAnswer);

    assertFalse(busy.stream().allMatch(CompletableFuture::isDone), "nobody was in the way");
    CompletableFuture.allOf(busy.toArray(CompletableFuture[]::new)).join();
  }
}
