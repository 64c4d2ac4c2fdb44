package io.strongroom.vault;

import io.strongroom.seal.LookupHash;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Which client tokens a revocation is about; a null dimension matches all.
 *
 * <p>Statements that use the conditions have its parameters in front: tenant, environment, uid,
 * client, hash, key, before, after, as {@code $1} to {@code $8}.
 *
 * @param issuedBefore by the database's clock; what began later is not matched
 */
record Matching(
    TenantId tenant,
    @Nullable String environment,
    @Nullable String uid,
    @Nullable String client,
    @Nullable LookupHash hash,
    @Nullable String key,
    OffsetDateTime issuedBefore,
    @Nullable OffsetDateTime issuedAfter) {

  static Matching of(TenantId tenant, Row row) {
    var hash = row.getBuffer("token_hash");
    return new Matching(
        tenant,
        row.getString("environment"),
        row.getString("uid"),
        row.getString("client_id"),
        hash == null ? null : LookupHash.of(hash.getBytes()),
        row.getString("key_id"),
        row.getOffsetDateTime("issued_before"),
        row.getOffsetDateTime("issued_after"));
  }

  static Matching of(
      TenantId tenant, RevocationRequest request, @Nullable LookupHash hash, OffsetDateTime now) {
    OffsetDateTime before = offset(request.issuedBefore());
    return new Matching(
        tenant,
        request.environment() == null ? null : request.environment().value(),
        request.uid() == null ? null : request.uid().value(),
        request.clientId() == null ? null : request.clientId().value(),
        hash,
        request.keyId() == null ? null : request.keyId().value(),
        before == null || before.isAfter(now) ? now : before,
        offset(request.issuedAfter()));
  }

  Tuple parameters() {
    return Tuple.tuple()
        .addString(tenant.value())
        .addString(environment)
        .addString(uid)
        .addString(client)
        .addValue(hash == null ? null : hash.bytes())
        .addString(key)
        .addOffsetDateTime(issuedBefore)
        .addOffsetDateTime(issuedAfter);
  }

  /** What {@link #accounts} takes, and after it, as {@code $4}, the hash. */
  Tuple ofAccounts() {
    return Tuple.tuple()
        .addString(tenant.value())
        .addString(environment)
        .addString(uid)
        .addValue(hash == null ? null : hash.bytes());
  }

  /** The tokens of {@code client_token} under this alias that it matches. */
  String tokens(String alias) {
    return tokensOfAnyTime(alias) + time(alias + ".issued_at");
  }

  /** The tokens that all but its times match. */
  String tokensOfAnyTime(String alias) {
    return accounts(alias)
        + " AND "
        + alias
        + ".token IS NOT NULL"
        + dimension(client, alias + ".client_id = $4::text", "$4::text IS NULL")
        + dimension(hash, alias + ".token_hash = $5::bytea", "$5::bytea IS NULL")
        + dimension(key, alias + ".key_id = $6::text", "$6::text IS NULL");
  }

  /** The rows of accounts that its first dimensions name. */
  String accounts(String alias) {
    return alias
        + ".tenant_id = $1::text"
        + dimension(environment, alias + ".environment = $2::text", anyEnvironment(alias))
        + dimension(uid, alias + ".uid = $3::text", "$3::text IS NULL");
  }

  /** A user in all environments is found by the key, one environment after the other. */
  private String anyEnvironment(String alias) {
    return uid == null
        ? "$2::text IS NULL"
        : "$2::text IS NULL AND "
            + alias
            + ".environment = ANY (ARRAY(SELECT e.environment FROM environment e"
            + " WHERE e.tenant_id = $1::text))";
  }

  /** One more condition: that this column is within its times. */
  String time(String column) {
    return " AND "
        + column
        + " < $7::timestamptz"
        + dimension(issuedAfter, column + " >= $8::timestamptz", "$8::timestamptz IS NULL");
  }

  private static String dimension(@Nullable Object value, String present, String absent) {
    return " AND " + (value == null ? absent : present);
  }

  private static @Nullable OffsetDateTime offset(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }
}
