package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.seal.LookupHash;
import io.strongroom.seal.Place;
import io.strongroom.seal.Sealed;
import io.strongroom.token.KeyId;
import io.strongroom.token.Slot;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes a slot's new client token. Runs under the account's lock and the claim. */
@Singleton
class SlotRecord {
  private static final String LOCK =
      """
      SELECT generation, token_hash, issued_at, expires_at, previously_dropped
        FROM client_token
       WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text
         AND client_id = $4::text
         FOR UPDATE
      """;

  private static final String PAST =
      """
      SELECT t.generation_floor,
             (SELECT reason FROM ended_token
               WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text
                 AND client_id = $4::text AND token_hash = $5::bytea) AS ended_reason
        FROM tenant t
       WHERE t.tenant_id = $1::text
      """;

  private static final String STORE =
      """
      INSERT INTO client_token (tenant_id, environment, uid, client_id, generation, token,
                                key_version, token_hash, token_type, scopes, issued_at, expires_at,
                                refresh_after, previously_dropped, quiet_until, key_id)
      VALUES ($1::text, $2::text, $3::text, $4::text, $5::bigint, $6::bytea, $7::integer,
              $8::bytea, $9::text, $10::text[], $11::timestamptz, $12::timestamptz,
              $13::timestamptz, $14::boolean, $15::timestamptz, $16::text)
      ON CONFLICT (tenant_id, environment, uid, client_id) DO UPDATE
         SET generation = excluded.generation, token = excluded.token,
             key_version = excluded.key_version, token_hash = excluded.token_hash,
             token_type = excluded.token_type, scopes = excluded.scopes,
             issued_at = excluded.issued_at, expires_at = excluded.expires_at,
             refresh_after = excluded.refresh_after,
             previously_dropped = excluded.previously_dropped,
             quiet_until = excluded.quiet_until, key_id = excluded.key_id,
             failure_claim = NULL, failure_code = NULL, failure_detail = NULL,
             failure_at = NULL, failure_until = NULL, failure_scope = NULL
      """;

  private static final String END =
      """
      INSERT INTO ended_token (tenant_id, environment, uid, client_id, token_hash, generation,
                               reason, keep_until)
      VALUES ($1::text, $2::text, $3::text, $4::text, $5::bytea, $6::bigint, 'replaced',
              $7::timestamptz + interval '24 hours')
      ON CONFLICT (tenant_id, token_hash, environment, uid, client_id) DO UPDATE
         SET generation = excluded.generation,
             keep_until = greatest(ended_token.keep_until, excluded.keep_until)
      """;

  private static final String KEEP_ENDED =
      """
      UPDATE ended_token
         SET keep_until = greatest(keep_until, $6::timestamptz + interval '24 hours')
       WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text
         AND client_id = $4::text AND token_hash = $5::bytea
      """;

  /**
   * The slot before the record.
   *
   * @param generation the newest it had, or the tenant's floor where it never had one
   * @param hash of the value it has; null where it has none
   * @param endedReason why the value that came now was ended before; null where it was not
   */
  record Before(
      long generation,
      @Nullable LookupHash hash,
      @Nullable Instant issued,
      @Nullable OffsetDateTime expires,
      boolean previouslyDropped,
      @Nullable String endedReason) {

    boolean holds(LookupHash value) {
      return value.equals(hash);
    }

    boolean isDropped() {
      return "dropped".equals(endedReason);
    }

    boolean isRevoked() {
      return "revoked".equals(endedReason);
    }

    Instant issuedAt() {
      return Objects.requireNonNull(issued);
    }
  }

  /** Keeps the hash of an ended value as long as the life that the provider has given it anew. */
  Uni<Void> keepEnded(SqlConnection connection, Slot slot, LookupHash hash, Instant expires) {
    return connection
        .preparedQuery(KEEP_ENDED)
        .execute(
            key(slot).addValue(hash.bytes()).addOffsetDateTime(expires.atOffset(ZoneOffset.UTC)))
        .replaceWithVoid();
  }

  Uni<Before> lock(SqlConnection connection, Slot slot, LookupHash hash) {
    return connection
        .preparedQuery(LOCK)
        .execute(key(slot))
        .chain(
            slots ->
                connection
                    .preparedQuery(PAST)
                    .execute(key(slot).addValue(hash.bytes()))
                    .map(past -> before(slots, past.iterator().next())));
  }

  /** Keeps the hash of the value that is replaced, so that a late drop of it is understood. */
  Uni<Void> endReplaced(SqlConnection connection, Slot slot, Before before, NewToken token) {
    if (before.hash() == null || token.sameValue()) {
      return Uni.createFrom().voidItem();
    }
    return connection
        .preparedQuery(END)
        .execute(
            key(slot)
                .addValue(before.hash().bytes())
                .addLong(before.generation())
                .addOffsetDateTime(before.expires()))
        .replaceWithVoid();
  }

  Uni<Void> store(
      SqlConnection connection,
      Slot slot,
      NewToken token,
      Sealed sealed,
      LookupHash hash,
      KeyId cause) {
    return connection
        .preparedQuery(STORE)
        .execute(
            key(slot)
                .addLong(token.generation())
                .addValue(Buffer.buffer(sealed.bytes()))
                .addInteger(sealed.keyVersion())
                .addValue(hash.bytes())
                .addString(token.tokenType())
                .addArrayOfString(token.scopes().toArray(String[]::new))
                .addOffsetDateTime(offset(token.issuedAt()))
                .addOffsetDateTime(offset(token.expiresAt()))
                .addOffsetDateTime(offset(token.refreshAfter()))
                .addBoolean(token.previouslyDropped())
                .addOffsetDateTime(offset(token.quietUntil()))
                .addString(cause.value()))
        .replaceWithVoid();
  }

  private static Before before(RowSet<Row> slots, Row past) {
    String endedReason = past.getString("ended_reason");
    if (slots.size() == 0) {
      return new Before(past.getLong("generation_floor"), null, null, null, false, endedReason);
    }
    Row slot = slots.iterator().next();
    var hash = slot.getBuffer("token_hash");
    OffsetDateTime issued = slot.getOffsetDateTime("issued_at");
    return new Before(
        slot.getLong("generation"),
        hash == null ? null : LookupHash.of(hash.getBytes()),
        issued == null ? null : issued.toInstant(),
        slot.getOffsetDateTime("expires_at"),
        slot.getBoolean("previously_dropped"),
        endedReason);
  }

  static Place place(Slot slot) {
    return Place.of(slot, "client_token", "token");
  }

  static Tuple key(Slot slot) {
    return Claims.key(slot.account()).addString(slot.client().value());
  }

  private static @Nullable OffsetDateTime offset(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }
}
