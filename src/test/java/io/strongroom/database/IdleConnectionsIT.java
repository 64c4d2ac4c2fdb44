package io.strongroom.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Bursts that come just when the connections of the burst before have been silent for as long as
 * they may, or leave the pool.
 */
@Tag("faults")
class IdleConnectionsIT {
  private static final int ROUNDS = Integer.getInteger("idle.rounds", 2);
  private static final Duration SILENCE = Duration.ofSeconds(BoundedPool.LONGEST_SILENCE_SECONDS);
  private static final Duration JUST_BEFORE = Duration.ofMillis(6);
  private static final Duration IDLENESS = Duration.ofSeconds(BoundedPool.LONGEST_IDLENESS_SECONDS);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int CONNECTIONS = 20;

  @Test
  void noStatementGetsAConnectionThatIsAboutToEnd() {
    Vertx vertx = Vertx.vertx();
    Random random = new Random();
    try (ExternalPostgres postgres = ExternalPostgres.newest()) {
      Pool pool = new BoundedPool().create(input(vertx, postgres));
      for (int round = 0; round <= ROUNDS; round++) {
        List<CompletableFuture<Integer>> burst =
            IntStream.range(0, CONNECTIONS).mapToObj(i -> one(vertx, pool)).toList();
        assertEquals(List.of(), failures(burst).toList(), "in burst " + round);
        LockSupport.parkNanos(calm(round, random).toNanos());
      }
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  /** In turns: until the silence is nearly over, and until the pool is about to look. */
  private static Duration calm(int round, Random random) {
    return round % 2 == 0
        ? SILENCE.minusNanos(random.nextLong(JUST_BEFORE.toNanos()))
        : IDLENESS.plusNanos(random.nextLong(LOOK.toNanos()));
  }

  private static Stream<Throwable> failures(List<CompletableFuture<Integer>> burst) {
    return burst.stream()
        .map(it -> it.handle((ones, failure) -> failure).join())
        .filter(Objects::nonNull);
  }

  private static CompletableFuture<Integer> one(Vertx vertx, Pool pool) {
    CompletableFuture<Integer> ones = new CompletableFuture<>();
    vertx.runOnContext(
        now ->
            pool.withTransaction(
                    connection -> connection.query("SELECT pg_sleep(0.05), 1 AS one").execute())
                .map(rows -> rows.iterator().next().getInteger("one"))
                .onComplete(ones::complete, ones::completeExceptionally));
    return ones;
  }

  private static PgPoolCreator.Input input(Vertx vertx, ExternalPostgres postgres) {
    Map<String, String> settings = postgres.environment();
    PgConnectOptions server =
        PgConnectOptions.fromUri(settings.get("STRONGROOM_DATABASE_URL"))
            .setUser(settings.get("STRONGROOM_DATABASE_USERNAME"))
            .setPassword(settings.get("STRONGROOM_DATABASE_PASSWORD"));
    return new PgPoolCreator.Input() {
      @Override
      public Vertx vertx() {
        return vertx;
      }

      @Override
      public PoolOptions poolOptions() {
        return new PoolOptions().setMaxSize(CONNECTIONS);
      }

      @Override
      public List<PgConnectOptions> pgConnectOptionsList() {
        return List.of(server);
      }
    };
  }
}
