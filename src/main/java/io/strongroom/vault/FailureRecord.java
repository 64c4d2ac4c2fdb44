package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Audit;
import io.strongroom.token.Fault;
import io.strongroom.token.Verdict;
import io.strongroom.upstream.Outcome.Failed;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Records an exchange that brought nothing. When in doubt it costs the account nothing. */
@Singleton
class FailureRecord {
  private static final Duration CONFIGURATION_IS_REMEMBERED = Duration.ofSeconds(60);
  private static final Duration UNSAID_RETRY_AFTER = Duration.ofSeconds(5);
  private static final Duration SLOT_IS_REFUSED = Duration.ofDays(90);

  private static final String REFUSE =
      """
      UPDATE account SET refused_reason = $5::text, since = clock_timestamp()
       WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text
         AND master_version = $4::uuid AND refused_reason IS NULL
      """;

  private static final String REMEMBER =
      """
      INSERT INTO client_token AS s (tenant_id, environment, uid, client_id, generation,
                                     failure_claim, failure_code, failure_detail, failure_at,
                                     failure_until, failure_scope)
      SELECT $1::text, $2::text, $3::text, $4::text, t.generation_floor, $5::uuid, $6::text,
             $7::text, clock_timestamp(),
             clock_timestamp() + $8::bigint * interval '1 millisecond', $9::text
        FROM tenant t WHERE t.tenant_id = $1::text
      ON CONFLICT (tenant_id, environment, uid, client_id) DO UPDATE
         SET failure_claim = excluded.failure_claim, failure_code = excluded.failure_code,
             failure_detail = excluded.failure_detail, failure_at = excluded.failure_at,
             failure_until = excluded.failure_until, failure_scope = excluded.failure_scope
      """;

  private final Audit audit;

  FailureRecord(Audit audit) {
    this.audit = audit;
  }

  Uni<Recorded> write(SqlConnection connection, Attempt attempt, Failed failed, AccountLock lock) {
    if (!lock.exists() || !lock.stillHas(attempt.masterVersion())) {
      return Uni.createFrom().item(Recorded.ReadAgain.now());
    }
    if (failed.verdict() == Verdict.TERMINAL && attempt.speaksForAccount()) {
      // What callers are told is the account's state, and that they read with its time.
      return refuse(connection, attempt, lock).replaceWith(Recorded.ReadAgain.now());
    }
    return lock.holdsClaim()
        ? remember(connection, attempt, failed).replaceWith(() -> told(failed))
        : Uni.createFrom().item(Recorded.ReadAgain.now());
  }

  /**
   * A refusal after a lost call, or of a call that another has overtaken, does not say whether the
   * master token was ever bad: it may just have been used up.
   */
  private Uni<Void> refuse(SqlConnection connection, Attempt attempt, AccountLock lock) {
    boolean certain = !attempt.rotating() || !attempt.repair() && lock.holdsClaim();
    String reason = certain ? Account.INVALID_GRANT : Account.UNKNOWN_OUTCOME;
    return connection
        .preparedQuery(REFUSE)
        .execute(
            Claims.key(attempt.slot().account()).addUUID(attempt.masterVersion()).addString(reason))
        .chain(
            refused ->
                refused.rowCount() == 0
                    ? Uni.createFrom().voidItem()
                    : audit.record(
                        connection,
                        AccountEvents.notAuthorized(attempt.slot().account(), reason)
                            .by(attempt.by())));
  }

  private static Uni<Void> remember(SqlConnection connection, Attempt attempt, Failed failed) {
    Duration rest = rest(failed);
    return connection
        .preparedQuery(REMEMBER)
        .execute(
            SlotRecord.key(attempt.slot())
                .addUUID(attempt.claimId())
                .addString(failed.code().code())
                .addString(failed.detail())
                .addLong(rest == null ? null : rest.toMillis())
                .addString(attempt.failureScope()))
        .replaceWithVoid();
  }

  /** How long nobody asks again; null where the next caller may. */
  private static @Nullable Duration rest(Failed failed) {
    return switch (failed.verdict()) {
      case TERMINAL -> SLOT_IS_REFUSED;
      case CONFIGURATION -> CONFIGURATION_IS_REMEMBERED;
      case THROTTLED -> failed.retryAfter() == null ? UNSAID_RETRY_AFTER : failed.retryAfter();
      case TRANSIENT, UNKNOWN_OUTCOME -> failed.retryAfter();
    };
  }

  private static Recorded told(Failed failed) {
    if (failed.verdict() == Verdict.TERMINAL) {
      return Recorded.ReadAgain.now();
    }
    Fault fault = Fault.of(failed.code(), failed.detail());
    Duration rest = rest(failed);
    return new Recorded.Failed(
        rest == null ? fault.retryAfter(Duration.ofSeconds(1)) : fault.retryAfter(rest));
  }
}
