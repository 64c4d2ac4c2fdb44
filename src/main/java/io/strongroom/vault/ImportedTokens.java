package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.seal.LookupHash;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes the client tokens of imported users: into slots that have none to give, and nowhere else.
 * Of two living tokens nobody can tell the older by its value, and the one that is here is known to
 * be good. Runs under the accounts' locks.
 */
@Singleton
class ImportedTokens {
  /** A value that has ended anywhere in the tenant is not served again under another name. */
  private static final String LOCK =
      """
      SELECT k.line, k.expires_at > clock_timestamp() AS lives, s.token_hash,
             coalesce(s.token_hash IS NOT NULL AND s.expires_at > clock_timestamp(), false)
               AS taken,
             EXISTS (SELECT 1 FROM ended_token e
                      WHERE e.tenant_id = $1::text AND e.token_hash = k.token_hash) AS ended
        FROM unnest($2::text[], $3::text[], $4::text[], $5::bytea[], $6::timestamptz[],
                    $7::integer[])
             AS k(environment, uid, client_id, token_hash, expires_at, line)
        LEFT JOIN LATERAL (
               SELECT c.token_hash, c.expires_at FROM client_token c
                WHERE c.tenant_id = $1::text AND c.environment = k.environment AND c.uid = k.uid
                  AND c.client_id = k.client_id
                  FOR UPDATE) s ON true
      """;

  /** What stood in the slot has run out; its hash is kept so that a late drop is understood. */
  private static final String STORE =
      """
      WITH brought AS (
             SELECT * FROM unnest($2::text[], $3::text[], $4::text[], $5::bytea[], $6::integer[],
                                  $7::bytea[], $8::text[], $9::text[], $10::timestamptz[],
                                  $11::timestamptz[])
                    AS k(environment, uid, client_id, token, key_version, token_hash, token_type,
                         scopes, issued_at, expires_at)),
           replaced AS (
             INSERT INTO ended_token (tenant_id, environment, uid, client_id, token_hash,
                                      generation, reason, keep_until)
             SELECT s.tenant_id, s.environment, s.uid, s.client_id, s.token_hash, s.generation,
                    'replaced', s.expires_at + interval '24 hours'
               FROM brought k
               JOIN client_token s
                 ON s.tenant_id = $1::text AND s.environment = k.environment AND s.uid = k.uid
                    AND s.client_id = k.client_id
              WHERE s.token_hash IS NOT NULL
             ON CONFLICT (tenant_id, token_hash, environment, uid, client_id) DO UPDATE
                SET generation = excluded.generation,
                    keep_until = greatest(ended_token.keep_until, excluded.keep_until))
      INSERT INTO client_token AS s (tenant_id, environment, uid, client_id, generation, token,
                                     key_version, token_hash, token_type, scopes, issued_at,
                                     expires_at, refresh_after)
      SELECT $1::text, k.environment, k.uid, k.client_id, t.generation_floor + 1, k.token,
             k.key_version, k.token_hash, k.token_type,
             coalesce(string_to_array(nullif(k.scopes, ''), ' '), '{}'),
             least(coalesce(k.issued_at, clock_timestamp()), clock_timestamp()), k.expires_at,
             clock_timestamp() + (k.expires_at - clock_timestamp())
               * ($12::float8 + $13::float8 * random())
        FROM brought k CROSS JOIN tenant t
       WHERE t.tenant_id = $1::text
      ON CONFLICT (tenant_id, environment, uid, client_id) DO UPDATE
         SET generation = s.generation + 1, token = excluded.token,
             key_version = excluded.key_version, token_hash = excluded.token_hash,
             token_type = excluded.token_type, scopes = excluded.scopes,
             issued_at = excluded.issued_at, expires_at = excluded.expires_at,
             refresh_after = excluded.refresh_after, previously_dropped = false,
             quiet_until = NULL, background_after = NULL, key_id = NULL,
             failure_claim = NULL, failure_code = NULL, failure_detail = NULL,
             failure_at = NULL, failure_until = NULL, failure_scope = NULL
      """;

  /** What a line means for its slot. */
  enum Effect {
    STORED,
    UNCHANGED,
    /** It has ended or run out, or the slot has a living one. */
    SKIPPED
  }

  private final HeavyWork heavy;

  ImportedTokens(HeavyWork heavy) {
    this.heavy = heavy;
  }

  /** By line; no slot is there twice. */
  Uni<Map<Integer, Effect>> take(
      SqlConnection connection, TenantKeys keys, List<Applicant> applicants) {
    if (applicants.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    List<Applicant> ordered = inOrder(applicants);
    return connection
        .preparedQuery(LOCK)
        .execute(
            slots(ordered)
                .addValue(Unnested.hashes(ordered, a -> token(a).hash()))
                .addArrayOfOffsetDateTime(
                    Unnested.times(ordered, a -> token(a).brought().expiresAt()))
                .addArrayOfInteger(ordered.stream().map(Applicant::line).toArray(Integer[]::new)))
        .map(rows -> effects(rows, ordered))
        .call(effects -> store(connection, keys, stored(ordered, effects)));
  }

  /** In the order of their keys, which is the order of the locks. */
  private static List<Applicant> inOrder(List<Applicant> applicants) {
    return applicants.stream().sorted(Applicant.BY_KEY).toList();
  }

  private Uni<Void> store(SqlConnection connection, TenantKeys keys, List<Applicant> stored) {
    return stored.isEmpty()
        ? Uni.createFrom().voidItem()
        : heavy
            .run(() -> sealed(keys, stored))
            .chain(secrets -> connection.preparedQuery(STORE).execute(rows(stored, secrets)))
            .replaceWithVoid();
  }

  private static List<Sealed> sealed(TenantKeys keys, List<Applicant> stored) {
    return stored.stream()
        .map(a -> keys.seal(token(a).brought().token(), SlotRecord.place(token(a).slot())))
        .toList();
  }

  private static Tuple rows(List<Applicant> stored, List<Sealed> sealed) {
    return slots(stored)
        .addValue(Unnested.secrets(sealed))
        .addArrayOfInteger(Unnested.keyVersions(sealed))
        .addValue(Unnested.hashes(stored, a -> token(a).hash()))
        .addArrayOfString(Unnested.texts(stored, a -> a.terms().typeOf(token(a).brought())))
        .addArrayOfString(Unnested.texts(stored, ImportedTokens::scopes))
        .addArrayOfOffsetDateTime(Unnested.times(stored, a -> token(a).brought().issuedAt()))
        .addArrayOfOffsetDateTime(Unnested.times(stored, a -> token(a).brought().expiresAt()))
        .addDouble(NewToken.LEAST_SHARE)
        .addDouble(NewToken.JITTER_SHARE);
  }

  /** An array of arrays would have to be a rectangle; a scope has no space in it. */
  private static String scopes(Applicant applicant) {
    Applicant.Token token = token(applicant);
    return String.join(" ", applicant.terms().scopesOf(token.brought(), token.slot().client()));
  }

  private static Tuple slots(List<Applicant> applicants) {
    return Unnested.keys(applicants.stream().map(Applicant::account).toList())
        .addArrayOfString(Unnested.texts(applicants, a -> token(a).slot().client().value()));
  }

  private static Map<Integer, Effect> effects(RowSet<Row> rows, List<Applicant> applicants) {
    Map<Integer, Row> there = new HashMap<>();
    rows.forEach(row -> there.put(row.getInteger("line"), row));
    Map<Integer, Effect> effects = new HashMap<>();
    for (Applicant applicant : applicants) {
      Row row = Objects.requireNonNull(there.get(applicant.line()));
      effects.put(applicant.line(), effect(row, token(applicant).hash()));
    }
    return effects;
  }

  private static Effect effect(Row row, LookupHash brought) {
    var held = row.getBuffer("token_hash");
    if (held != null && brought.equals(LookupHash.of(held.getBytes()))) {
      return Effect.UNCHANGED;
    }
    boolean room = !row.getBoolean("taken");
    return room && row.getBoolean("lives") && !row.getBoolean("ended")
        ? Effect.STORED
        : Effect.SKIPPED;
  }

  private static List<Applicant> stored(List<Applicant> applicants, Map<Integer, Effect> effects) {
    return applicants.stream().filter(a -> effects.get(a.line()) == Effect.STORED).toList();
  }

  private static Applicant.Token token(Applicant applicant) {
    return Objects.requireNonNull(applicant.token());
  }
}
