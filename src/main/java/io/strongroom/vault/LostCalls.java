package io.strongroom.vault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.KeyId;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import io.strongroom.work.Recurring;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Resolves lost calls of rotating master tokens although nobody asks for a token: a provider takes
 * the old one for a while only, and that while does not wait for a caller.
 *
 * <p>Looks at the start and once a second. A try that the provider could not answer is made again,
 * because the answer may still be had then. What is tried here goes the way of every exchange;
 * whether and when it may be is decided there, by {@link ClaimRules}.
 */
@Singleton
class LostCalls {
  private static final Logger LOG = Logger.getLogger(LostCalls.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** A lost call that could not be tried, because its account is not authorized or is gone. */
  private static final Duration LEFT_ALONE = Duration.ofMinutes(1);

  private static final int MOST_AT_ONCE = 100;

  /** A try that has failed otherwise is made again for so long; half of the longest grace. */
  private static final int TRIED_AGAIN_SECONDS = 150;

  private static final int BETWEEN_TRIES_SECONDS = 2;

  private static final String FIND =
      """
      SELECT c.tenant_id, c.environment, c.uid, c.for_client_id, c.key_id, c.claim_id,
             CASE WHEN c.state = 'ended' THEN c.lost_claim ELSE c.claim_id END AS last_lost,
             senders.alive, senders.away,
             coalesce(CASE WHEN c.lost_version = c.master_version THEN c.lost_at END, c.started_at)
               + (e.settings::jsonb ->> 'reuseGraceSeconds')::float8 * interval '0.5 seconds'
               > clock_timestamp() AS within_grace,
             (e.settings::jsonb ->> 'unknownOutcomeWaitSeconds')::integer AS silent_seconds
        FROM claim c
        JOIN environment e ON e.tenant_id = c.tenant_id AND e.environment = c.environment
      """
          + StoredClaim.SENDERS
          + """
        LEFT JOIN account a
          ON a.tenant_id = c.tenant_id AND a.environment = c.environment AND a.uid = c.uid
       WHERE (c.rotating AND c.state <> 'ended' AND c.lease_until < clock_timestamp()
              OR c.rotating AND c.state = 'ended'
                 AND c.lost_at > clock_timestamp() - $2::integer * interval '1 second'
                 AND c.lease_until < clock_timestamp() - $3::integer * interval '1 second'
                 AND a.master_version = c.lost_version AND a.refused_reason IS NULL)
         AND c.for_client_id IS NOT NULL AND c.key_id IS NOT NULL
       ORDER BY within_grace DESC, c.lease_until
       LIMIT $1::integer
      """;

  private final Database database;
  private final SlotReader slots;
  private final Flights flights;
  private final Silence silence;
  private final Detached detached;
  private final Recurring looks;
  private final Cache<UUID, Boolean> tried =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(LEFT_ALONE).build();

  LostCalls(
      Database database, SlotReader slots, Flights flights, Silence silence, Detached detached) {
    this.database = database;
    this.slots = slots;
    this.flights = flights;
    this.silence = silence;
    this.detached = detached;
    this.looks = new Recurring("lost calls", () -> detached.run(this::look));
  }

  void begin(@Observes StartupEvent start, Vertx vertx) {
    looks.begin();
    looks.every(EVERY, vertx);
  }

  void stop(@Observes @Priority(Detached.BEFORE_WORK) ShutdownEvent stop) {
    looks.stop();
  }

  private Uni<Void> look() {
    return database
        .read(FIND, Tuple.of(MOST_AT_ONCE, TRIED_AGAIN_SECONDS, BETWEEN_TRIES_SECONDS))
        .invoke(rows -> rows.forEach(this::consider))
        .replaceWithVoid();
  }

  private void consider(Row row) {
    UUID claim = row.getUUID("claim_id");
    Duration enough = Duration.ofSeconds(row.getInteger("silent_seconds"));
    Duration silent = silence.of(row.getUUID("last_lost"), StoredClaim.senders(row));
    boolean due = row.getBoolean("within_grace") || silent.compareTo(enough) >= 0;
    if (due && tried.asMap().putIfAbsent(claim, true) == null) {
      var unused = detached.run(() -> resolve(row));
    }
  }

  private Uni<Void> resolve(Row row) {
    KeyId cause = new KeyId(row.getString("key_id"));
    return slots
        .read(
            new TenantId(row.getString("tenant_id")),
            new EnvironmentName(row.getString("environment")),
            new Uid(row.getString("uid")),
            new ClientId(row.getString("for_client_id")))
        .chain(view -> flights.board(view, cause).result())
        .replaceWithVoid()
        .onFailure()
        .invoke(failure -> LOG.debug("a lost call is not resolved yet", failure));
  }
}
