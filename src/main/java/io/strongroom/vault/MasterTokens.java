package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.seal.LookupHash;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.token.AccountKey;
import io.strongroom.token.SecretText;
import io.strongroom.token.Slot;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Writes accounts' master tokens. Runs under the account's lock. */
@Singleton
class MasterTokens {
  /** Hashes of former master tokens that are kept for each account, the newest. */
  private static final int HISTORY = 1_000;

  private static final int HISTORY_DAYS = 90;

  /** Stores a master token as a new version; whatever was refused before is lifted by it. */
  Uni<Void> replace(
      SqlConnection connection, TenantKeys keys, AccountKey account, SecretText token) {
    Sealed sealed = keys.seal(token, Claims.place(account));
    return connection
        .preparedQuery(
            "UPDATE account SET master_token = $4::bytea, key_version = $5::integer,"
                + " master_version = $6::uuid, master_hash = $7::bytea, refused_reason = NULL,"
                + " since = CASE WHEN refused_reason IS NULL THEN since"
                + " ELSE clock_timestamp() END"
                + " WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text")
        .execute(
            Claims.key(account)
                .addValue(Buffer.buffer(sealed.bytes()))
                .addInteger(sealed.keyVersion())
                .addUUID(UUID.randomUUID())
                .addValue(keys.hash(token).bytes()))
        .replaceWithVoid();
  }

  /** Remembers a master token that is no more, and forgets the oldest beyond the bound. */
  Uni<Void> supersede(SqlConnection connection, AccountKey account, LookupHash old) {
    return connection
        .preparedQuery(
            "INSERT INTO superseded_master_token (tenant_id, environment, uid, master_hash)"
                + " VALUES ($1::text, $2::text, $3::text, $4::bytea)"
                + " ON CONFLICT (tenant_id, environment, uid, master_hash)"
                + " DO UPDATE SET superseded_at = clock_timestamp()")
        .execute(Claims.key(account).addValue(old.bytes()))
        .chain(() -> trim(connection, account));
  }

  private static Uni<Void> trim(SqlConnection connection, AccountKey account) {
    return connection
        .preparedQuery(
            "DELETE FROM superseded_master_token WHERE tenant_id = $1::text"
                + " AND environment = $2::text AND uid = $3::text"
                + " AND (superseded_at < clock_timestamp() - $5::integer * interval '1 day'"
                + " OR master_hash IN (SELECT master_hash FROM superseded_master_token"
                + " WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text"
                + " ORDER BY superseded_at DESC OFFSET $4::integer))")
        .execute(Claims.key(account).addInteger(HISTORY).addInteger(HISTORY_DAYS))
        .replaceWithVoid();
  }

  /** Ends whatever is claimed of an account: its outcome will be taken by nobody. */
  Uni<Void> endClaims(SqlConnection connection, AccountKey account) {
    return connection
        .preparedQuery(
            "UPDATE claim SET state = 'ended', fence = fence + 1, claim_id = gen_random_uuid(),"
                + " lease_until = clock_timestamp(), lost_at = NULL, lost_version = NULL"
                + " WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text")
        .execute(Claims.key(account))
        .replaceWithVoid();
  }

  /** Notes which client has succeeded: from now on its refusal is the account's. */
  Uni<Void> credit(SqlConnection connection, Slot slot, AccountLock lock) {
    if (slot.client().value().equals(lock.lastClientId())) {
      return Uni.createFrom().voidItem();
    }
    return connection
        .preparedQuery(
            "UPDATE account SET last_client_id = $4::text WHERE tenant_id = $1::text"
                + " AND environment = $2::text AND uid = $3::text")
        .execute(SlotRecord.key(slot))
        .replaceWithVoid();
  }
}
