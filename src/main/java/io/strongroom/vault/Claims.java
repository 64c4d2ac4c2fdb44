package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.seal.DoesNotOpen;
import io.strongroom.seal.Place;
import io.strongroom.seal.TenantKeys;
import io.strongroom.tenant.Keyring;
import io.strongroom.token.AccountKey;
import io.strongroom.token.Slot;
import io.strongroom.token.Ticks;
import io.strongroom.upstream.Route;
import io.strongroom.upstream.Routes;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes claims. A claim is taken in one short transaction that first locks the account's row:
 * claims of one account, puts of its master token and records of its exchanges follow one another,
 * and all take their locks in the order account, claim, client token.
 */
@Singleton
class Claims {
  private static final String ACCOUNT =
      """
      SELECT clock_timestamp() AS now, master_token, master_version, master_expires_at,
             last_client_id,
             master_token IS NOT NULL AND refused_reason IS NULL
               AND coalesce(master_expires_at > clock_timestamp(), true) AS authorized
        FROM account
       WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text
         FOR UPDATE
      """;

  /**
   * What has become of the slot, and who has a claim on it or its account: most losers end here.
   */
  private static final String MARK =
      """
      SELECT coalesce(s.generation, t.generation_floor) AS generation,
             CASE WHEN s.token IS NULL THEN NULL ELSE s.quiet_until END AS quiet_until,
             s.failure_claim, held.claim_id AS held_claim,
             extract(epoch FROM held.lease_until - clock_timestamp())::float8 AS held_seconds
        FROM tenant t
        LEFT JOIN client_token s
          ON s.tenant_id = t.tenant_id AND s.environment = $2::text AND s.uid = $3::text
             AND s.client_id = $4::text
        LEFT JOIN LATERAL (
               SELECT c.claim_id, c.lease_until FROM claim c
                WHERE c.tenant_id = $1::text AND c.environment = $2::text AND c.uid = $3::text
                  AND c.client_id IN ('', $4::text) AND c.state = 'claimed'
                  AND c.lease_until > clock_timestamp()
                LIMIT 1) held ON true
       WHERE t.tenant_id = $1::text
      """;

  private static final String TAKE =
      """
      INSERT INTO claim AS c (tenant_id, environment, uid, client_id, claim_id, life_id, fence,
                              state, lease_until, started_at, master_version, rotating,
                              for_client_id, key_id, lost_at, lost_version, lost_claim,
                              lost_lives)
      VALUES ($1::text, $2::text, $3::text, $4::text, $5::uuid, $6::uuid, $7::bigint, 'claimed',
              clock_timestamp() + $8::bigint * interval '1 millisecond', $9::timestamptz,
              $10::uuid, $11::boolean, $12::text, $13::text, $14::timestamptz, $15::uuid,
              $16::uuid, $17::uuid[])
      ON CONFLICT (tenant_id, environment, uid, client_id) DO UPDATE
         SET claim_id = excluded.claim_id, life_id = excluded.life_id, fence = excluded.fence,
             state = excluded.state, lease_until = excluded.lease_until,
             started_at = excluded.started_at, master_version = excluded.master_version,
             rotating = excluded.rotating, for_client_id = excluded.for_client_id,
             key_id = excluded.key_id, lost_at = excluded.lost_at,
             lost_version = excluded.lost_version, lost_claim = excluded.lost_claim,
             lost_lives = excluded.lost_lives
       WHERE c.fence = excluded.fence - 1
      """;

  /** What came of trying to take a claim. */
  sealed interface Taken {

    /** It is ours: make the call. */
    record Ours(Ticket ticket) implements Taken {}

    /** It is somebody's: wait and read again. */
    record Busy(ClaimRules.Answer.Wait claim) implements Taken {}

    /**
     * The slot is not what its reader saw any more: read again.
     *
     * @param failure the claim of an exchange that failed in between; null where none did
     */
    record Outdated(@Nullable UUID failure) implements Taken {}
  }

  private final Database database;
  private final Keyring keyring;
  private final Routes routes;
  private final Life life;
  private final Silence silence;
  private final VaultConfig config;
  private final Ticks ticks;

  Claims(
      Database database,
      Keyring keyring,
      Routes routes,
      Life life,
      Silence silence,
      VaultConfig config,
      Ticks ticks) {
    this.database = database;
    this.keyring = keyring;
    this.routes = routes;
    this.life = life;
    this.silence = silence;
    this.config = config;
    this.ticks = ticks;
  }

  /**
   * Takes the claim of a slot for the one call that it allows.
   *
   * @param seen what the one who asks has read of the slot
   * @param cause whose call makes the exchange necessary
   */
  Uni<Taken> take(Slot slot, SlotView.Mark seen, Cause cause) {
    return keyring
        .of(slot.tenant())
        .chain(keys -> take(slot, seen, cause, keys))
        .onFailure(DoesNotOpen.class)
        .recoverWithUni(
            () -> keyring.reread(slot.tenant()).chain(keys -> take(slot, seen, cause, keys)));
  }

  /** What does not open may have been sealed by a newer key than these. */
  private Uni<Taken> take(Slot slot, SlotView.Mark seen, Cause cause, TenantKeys keys) {
    Asked asked = new Asked(slot, cause, keys, ticks.nanos());
    return database.write(connection -> take(connection, asked, seen));
  }

  /** Whether a claim is still held by whoever took it. */
  Uni<Boolean> isUnderWay(AccountKey account, UUID claim) {
    return database
        .read(
            "SELECT 1 FROM claim WHERE tenant_id = $1::text AND environment = $2::text"
                + " AND uid = $3::text AND claim_id = $4::uuid AND state = 'claimed'"
                + " AND lease_until > clock_timestamp()",
            key(account).addUUID(claim))
        .map(rows -> rows.size() > 0);
  }

  /** Ends a claim under which no call was made. */
  Uni<Void> giveBack(Ticket ticket) {
    return database.write(
        connection -> AccountLock.release(connection, ticket.attempt(), Claim.State.ENDED));
  }

  private Uni<Taken> take(SqlConnection connection, Asked asked, SlotView.Mark seen) {
    return connection
        .preparedQuery(ACCOUNT)
        .execute(key(asked.slot().account()))
        .chain(accounts -> take(connection, asked, seen, accounts));
  }

  private Uni<Taken> take(
      SqlConnection connection, Asked asked, SlotView.Mark seen, RowSet<Row> accounts) {
    return connection
        .preparedQuery(MARK)
        .execute(SlotRecord.key(asked.slot()))
        .map(rows -> rows.iterator().next())
        .chain(
            row -> {
              SlotView.Mark there = mark(row);
              if (!there.equals(seen)) {
                return Uni.createFrom().item(outdated(seen, there));
              }
              return row.getUUID("held_claim") == null
                  ? takeFor(connection, asked, accounts)
                  : Uni.createFrom().item(busy(row));
            });
  }

  private static SlotView.Mark mark(Row row) {
    return new SlotView.Mark(
        row.getLong("generation"),
        instant(row.getOffsetDateTime("quiet_until")),
        row.getUUID("failure_claim"));
  }

  private static Taken busy(Row row) {
    Duration left = Duration.ofMillis((long) (row.getDouble("held_seconds") * 1_000));
    return new Taken.Busy(new ClaimRules.Answer.Wait(row.getUUID("held_claim"), left, false));
  }

  private static Taken outdated(SlotView.Mark seen, SlotView.Mark there) {
    boolean failed = there.failure() != null && !there.failure().equals(seen.failure());
    return new Taken.Outdated(failed ? there.failure() : null);
  }

  private Uni<Taken> takeFor(SqlConnection connection, Asked asked, RowSet<Row> accounts) {
    if (accounts.size() == 0) {
      throw NewAccount.notFound();
    }
    Row account = accounts.iterator().next();
    if (!account.getBoolean("authorized")) {
      return Uni.createFrom().item(new Taken.Outdated(null));
    }
    return routes
        .find(connection, asked.keys(), asked.slot())
        .chain(route -> decide(connection, asked, account, route));
  }

  private Uni<Taken> decide(SqlConnection connection, Asked asked, Row account, Route route) {
    Slot slot = asked.slot();
    String claimed = route.claimsWholeAccount() ? "" : slot.client().value();
    Instant now = account.getOffsetDateTime("now").toInstant();
    ClaimRules.Terms terms = ClaimRules.Terms.of(route, config.spoolOwnerWait());
    return StoredClaim.find(connection, slot.account(), claimed)
        .map(
            found ->
                ClaimRules.decide(
                    found.claim(),
                    account.getUUID("master_version"),
                    terms,
                    ClaimRules.Absence.of(found, silence, now),
                    now))
        .chain(
            answer ->
                answer instanceof ClaimRules.Answer.Take take
                    ? store(connection, take, asked.ticket(claimed, account, route, terms, take))
                    : Uni.createFrom().item(new Taken.Busy((ClaimRules.Answer.Wait) answer)));
  }

  private Uni<Taken> store(SqlConnection connection, ClaimRules.Answer.Take take, Ticket ticket) {
    return connection
        .preparedQuery(TAKE)
        .execute(withLoss(claimed(take, ticket), take.repair()))
        .invoke(rows -> requireTaken(rows.rowCount()))
        .replaceWith(new Taken.Ours(ticket));
  }

  private Tuple claimed(ClaimRules.Answer.Take take, Ticket ticket) {
    Attempt attempt = ticket.attempt();
    return key(attempt.slot().account())
        .addString(attempt.claimedClient())
        .addUUID(attempt.claimId())
        .addUUID(life.id())
        .addLong(take.fence())
        .addLong(ticket.lease().toMillis())
        .addOffsetDateTime(attempt.startedAt().atOffset(ZoneOffset.UTC))
        .addUUID(attempt.masterVersion())
        .addBoolean(ticket.route().rotating())
        .addString(attempt.slot().client().value())
        .addString(attempt.cause().value());
  }

  private static Tuple withLoss(Tuple claimed, @Nullable Loss loss) {
    return loss == null
        ? claimed.addOffsetDateTime(null).addUUID(null).addUUID(null).addArrayOfUUID(null)
        : claimed
            .addOffsetDateTime(loss.since().atOffset(ZoneOffset.UTC))
            .addUUID(loss.version())
            .addUUID(loss.last())
            .addArrayOfUUID(loss.lives().toArray(new UUID[0]));
  }

  private static void requireTaken(int rows) {
    if (rows != 1) {
      throw new IllegalStateException("a claim was taken past the account's lock");
    }
  }

  static Place place(AccountKey account) {
    return Place.of(account, "account", "master_token");
  }

  static Tuple key(AccountKey account) {
    return Tuple.of(account.tenant().value(), account.environment().value(), account.uid().value());
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
