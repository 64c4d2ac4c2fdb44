package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Audit;
import io.strongroom.coherence.Change;
import io.strongroom.coherence.Topic;
import io.strongroom.seal.LookupHash;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.token.AccountKey;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the master tokens of imported users, by the rules of {@link Custody#put} without force.
 */
@Singleton
class ImportedMasters {
  private static final String LOCK =
      """
      SELECT k.line, a.master_hash, a.master_expires_at, a.refused_reason,
             EXISTS (SELECT 1 FROM superseded_master_token s
                      WHERE s.tenant_id = a.tenant_id AND s.environment = a.environment
                        AND s.uid = a.uid AND s.master_hash = k.master_hash) AS superseded
        FROM unnest($2::text[], $3::text[], $4::bytea[], $5::integer[])
             AS k(environment, uid, master_hash, line)
        JOIN account a
          ON a.tenant_id = $1::text AND a.environment = k.environment AND a.uid = k.uid
       ORDER BY a.environment, a.uid
         FOR UPDATE OF a
      """;

  /** A new account, or another master token of one: what was refused before is lifted by it. */
  private static final String STORE =
      """
      INSERT INTO account (tenant_id, environment, uid, master_token, key_version, master_version,
                           master_hash, master_expires_at, since)
      SELECT $1::text, k.environment, k.uid, k.master_token, k.key_version, gen_random_uuid(),
             k.master_hash, k.expires_at, clock_timestamp()
        FROM unnest($2::text[], $3::text[], $4::bytea[], $5::integer[], $6::bytea[],
                    $7::timestamptz[])
             AS k(environment, uid, master_token, key_version, master_hash, expires_at)
      ON CONFLICT (tenant_id, environment, uid) DO UPDATE
         SET master_token = excluded.master_token, key_version = excluded.key_version,
             master_version = excluded.master_version, master_hash = excluded.master_hash,
             master_expires_at = excluded.master_expires_at, refused_reason = NULL,
             last_client_id = NULL, since = excluded.since
      """;

  private static final String RENEW =
      """
      UPDATE account a
         SET since = CASE WHEN a.refused_reason IS NULL THEN a.since ELSE clock_timestamp() END,
             refused_reason = NULL, master_expires_at = k.expires_at
        FROM unnest($2::text[], $3::text[], $4::timestamptz[]) AS k(environment, uid, expires_at)
       WHERE a.tenant_id = $1::text AND a.environment = k.environment AND a.uid = k.uid
      """;

  /** What a line means for its account's master token. */
  enum Effect {
    NEW,
    REPLACED,
    /** The same token, whose account is authorized again or whose end is another. */
    RENEWED,
    UNCHANGED,
    SUPERSEDED
  }

  private final Audit audit;
  private final HeavyWork heavy;

  ImportedMasters(Audit audit, HeavyWork heavy) {
    this.audit = audit;
    this.heavy = heavy;
  }

  /** By line; no account is there twice. */
  Uni<Map<Integer, Effect>> take(
      SqlConnection connection, Change change, TenantKeys keys, List<Applicant> applicants) {
    return connection
        .preparedQuery(LOCK)
        .execute(
            Unnested.keys(accounts(applicants))
                .addValue(Unnested.hashes(applicants, Applicant::masterHash))
                .addArrayOfInteger(
                    applicants.stream().map(Applicant::line).toArray(Integer[]::new)))
        .chain(
            rows -> {
              Map<Integer, Effect> effects = effects(rows, applicants);
              announce(change, applicants, effects);
              return store(connection, keys, applicants, effects)
                  .chain(() -> renew(connection, with(Effect.RENEWED, applicants, effects)))
                  .chain(() -> tell(connection, applicants, repaired(rows, effects)))
                  .replaceWith(effects);
            });
  }

  /** Lines whose account was there, was not authorized, and is so now. */
  private static Set<Integer> repaired(RowSet<Row> rows, Map<Integer, Effect> effects) {
    Set<Integer> lines = new HashSet<>();
    for (Row row : rows) {
      Effect effect = effects.get(row.getInteger("line"));
      boolean taken = effect == Effect.REPLACED || effect == Effect.RENEWED;
      boolean authorized =
          row.getString("refused_reason") == null && row.getBuffer("master_hash") != null;
      if (taken && !authorized) {
        lines.add(row.getInteger("line"));
      }
    }
    return lines;
  }

  private Uni<Void> tell(
      SqlConnection connection, List<Applicant> applicants, Set<Integer> repaired) {
    List<AccountKey> accounts =
        applicants.stream()
            .filter(applicant -> repaired.contains(applicant.line()))
            .map(Applicant::account)
            .toList();
    return accounts.isEmpty()
        ? Uni.createFrom().voidItem()
        : audit.record(connection, AccountEvents.authorized(accounts.get(0).tenant()), accounts);
  }

  /** Of an account that is not there yet, nobody remembers anything. */
  private static void announce(
      Change change, List<Applicant> applicants, Map<Integer, Effect> effects) {
    for (Applicant applicant : applicants) {
      Effect effect = effects.get(applicant.line());
      boolean changes = effect == Effect.REPLACED || effect == Effect.RENEWED;
      if (changes || effect == Effect.UNCHANGED && applicant.token() != null) {
        change.isAbout(Topic.of(applicant.account()));
      }
    }
  }

  private Uni<Void> store(
      SqlConnection connection,
      TenantKeys keys,
      List<Applicant> applicants,
      Map<Integer, Effect> effects) {
    List<Applicant> replaced = with(Effect.REPLACED, applicants, effects);
    List<Applicant> stored =
        applicants.stream()
            .filter(
                a ->
                    effects.get(a.line()) == Effect.NEW || effects.get(a.line()) == Effect.REPLACED)
            .toList();
    return retire(connection, replaced)
        .chain(
            () ->
                stored.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : heavy
                        .run(() -> sealed(keys, stored))
                        .chain(secrets -> store(connection, stored, secrets)));
  }

  /** An end to all that the former master token has under way, as of a put. */
  private static Uni<Void> retire(SqlConnection connection, List<Applicant> replaced) {
    if (replaced.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<AccountKey> keys = accounts(replaced);
    return MasterTokens.retire(connection, keys)
        .chain(() -> MasterTokens.endClaims(connection, keys))
        .chain(() -> StaticTokens.supersede(connection, keys));
  }

  private static List<Sealed> sealed(TenantKeys keys, List<Applicant> stored) {
    return stored.stream().map(a -> keys.seal(a.masterToken(), Claims.place(a.account()))).toList();
  }

  private static Uni<Void> store(
      SqlConnection connection, List<Applicant> stored, List<Sealed> sealed) {
    Tuple parameters =
        Unnested.keys(accounts(stored))
            .addValue(Unnested.secrets(sealed))
            .addArrayOfInteger(Unnested.keyVersions(sealed))
            .addValue(Unnested.hashes(stored, Applicant::masterHash))
            .addArrayOfOffsetDateTime(Unnested.times(stored, Applicant::masterExpiresAt));
    return connection.preparedQuery(STORE).execute(parameters).replaceWithVoid();
  }

  private static Uni<Void> renew(SqlConnection connection, List<Applicant> renewed) {
    if (renewed.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<Applicant> ending = renewed.stream().filter(a -> a.masterExpiresAt() != null).toList();
    return connection
        .preparedQuery(RENEW)
        .execute(keysAndEnds(renewed))
        .chain(
            () ->
                ending.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : StaticTokens.shorten(connection, keysAndEnds(ending)));
  }

  private static Tuple keysAndEnds(List<Applicant> applicants) {
    return Unnested.keys(accounts(applicants))
        .addArrayOfOffsetDateTime(Unnested.times(applicants, Applicant::masterExpiresAt));
  }

  private static Map<Integer, Effect> effects(RowSet<Row> rows, List<Applicant> applicants) {
    Map<Integer, Row> there = new HashMap<>();
    rows.forEach(row -> there.put(row.getInteger("line"), row));
    Map<Integer, Effect> effects = new HashMap<>();
    applicants.forEach(a -> effects.put(a.line(), effect(there.get(a.line()), a)));
    return effects;
  }

  private static Effect effect(@Nullable Row row, Applicant applicant) {
    if (row == null) {
      return Effect.NEW;
    }
    var hash = row.getBuffer("master_hash");
    if (hash != null && applicant.masterHash().equals(LookupHash.of(hash.getBytes()))) {
      boolean same =
          row.getString("refused_reason") == null
              && Objects.equals(
                  instant(row.getOffsetDateTime("master_expires_at")), applicant.masterExpiresAt());
      return same ? Effect.UNCHANGED : Effect.RENEWED;
    }
    return row.getBoolean("superseded") ? Effect.SUPERSEDED : Effect.REPLACED;
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static List<Applicant> with(
      Effect effect, List<Applicant> applicants, Map<Integer, Effect> effects) {
    return applicants.stream().filter(a -> effects.get(a.line()) == effect).toList();
  }

  private static List<AccountKey> accounts(List<Applicant> applicants) {
    return applicants.stream().map(Applicant::account).toList();
  }
}
