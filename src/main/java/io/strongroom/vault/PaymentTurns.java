package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.Slot;
import io.strongroom.token.Ticks;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Spaces the exchanges that may be answered with "payment authorization required", which nobody
 * remembers: one a second for each slot, over all instances. Who comes earlier waits.
 */
@Singleton
class PaymentTurns {
  /**
   * Whoever moves the time on has the turn; the wait is what is left for the others. A row that
   * another has made meanwhile is met by the insert and not seen by the reading beside it: its turn
   * has just been taken.
   */
  private static final String TAKE =
      """
      WITH taken AS (
             INSERT INTO client_token AS s (tenant_id, environment, uid, client_id, generation,
                                            payment_turn_at)
             SELECT $1::text, $2::text, $3::text, $4::text, t.generation_floor, clock_timestamp()
               FROM account a
               JOIN tenant t ON t.tenant_id = a.tenant_id
              WHERE a.tenant_id = $1::text AND a.environment = $2::text AND a.uid = $3::text
                FOR KEY SHARE OF a
             ON CONFLICT (tenant_id, environment, uid, client_id) DO UPDATE
                SET payment_turn_at = clock_timestamp()
              WHERE s.payment_turn_at IS NULL
                 OR s.payment_turn_at <= clock_timestamp() - interval '1 second'
             RETURNING 1)
      SELECT EXISTS (SELECT 1 FROM taken) AS taken,
             EXISTS (SELECT 1 FROM account
                      WHERE tenant_id = $1::text AND environment = $2::text
                        AND uid = $3::text) AS account_is_there,
             (SELECT ceil(extract(epoch FROM payment_turn_at + interval '1 second'
                                             - clock_timestamp()) * 1000)::bigint
                FROM client_token
               WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text
                 AND client_id = $4::text) AS wait_millis
      """;

  private static final long SHORTEST_WAIT_MILLIS = 20;
  private static final long LONGEST_WAIT_MILLIS = 1_000;

  private final Database database;
  private final Ticks ticks;

  PaymentTurns(Database database, Ticks ticks) {
    this.database = database;
    this.ticks = ticks;
  }

  /** Makes the exchange in its turn, or says that it did not come while callers wait. */
  Uni<Recorded> inTurn(SlotView view, Cause cause, Supplier<Uni<Recorded>> exchange) {
    return view.moneyScope() || cause.payment() != null
        ? inTurn(view.slot(), ticks.nanos() + view.timeout().toNanos(), exchange)
        : exchange.get();
  }

  private Uni<Recorded> inTurn(Slot slot, long end, Supplier<Uni<Recorded>> exchange) {
    return database
        .write(connection -> connection.preparedQuery(TAKE).execute(SlotRecord.key(slot)))
        .map(rows -> left(rows.iterator().next()))
        .chain(left -> left.isPresent() ? later(slot, end, left.get(), exchange) : exchange.get());
  }

  /** Empty where the turn was taken, or the account is gone: that, the claim tells better. */
  private static Optional<Duration> left(Row row) {
    if (row.getBoolean("taken") || !row.getBoolean("account_is_there")) {
      return Optional.empty();
    }
    long millis = Objects.requireNonNullElse(row.getLong("wait_millis"), LONGEST_WAIT_MILLIS);
    return Optional.of(
        Duration.ofMillis(Math.max(SHORTEST_WAIT_MILLIS, Math.min(millis, LONGEST_WAIT_MILLIS))));
  }

  private Uni<Recorded> later(
      Slot slot, long end, Duration left, Supplier<Uni<Recorded>> exchange) {
    if (ticks.nanos() + left.toNanos() - end > 0) {
      return Uni.createFrom().item(tooOften());
    }
    return Uni.createFrom()
        .voidItem()
        .onItem()
        .delayIt()
        .by(left)
        .chain(() -> inTurn(slot, end, exchange));
  }

  private static Recorded tooOften() {
    return new Recorded.Failed(
        Fault.of(
                FaultCode.UPSTREAM_THROTTLED,
                "Where a payment may have to be authorized, the upstream is asked once a second")
            .retryAfter(Duration.ofSeconds(1)));
  }
}
