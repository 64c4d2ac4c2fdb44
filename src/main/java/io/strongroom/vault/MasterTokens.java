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
import java.util.List;
import java.util.UUID;

/** Writes accounts' master tokens. Runs under the account's lock. */
@Singleton
class MasterTokens {
  /** Hashes of former master tokens that are kept for each account, the newest. */
  private static final int HISTORY = 1_000;

  private static final int HISTORY_DAYS = 90;

  private static final String REPLACE =
      """
      UPDATE account SET master_token = $4::bytea, key_version = $5::integer,
             master_version = $6::uuid, master_hash = $7::bytea, refused_reason = NULL,
             since = CASE WHEN refused_reason IS NULL THEN since ELSE clock_timestamp() END
       WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text
      """;

  private static final String RETIRE =
      """
      INSERT INTO former_master_version (tenant_id, environment, uid, master_version)
      SELECT a.tenant_id, a.environment, a.uid, a.master_version
        FROM unnest($2::text[], $3::text[]) AS k(environment, uid)
        JOIN account a
          ON a.tenant_id = $1::text AND a.environment = k.environment AND a.uid = k.uid
       WHERE a.master_version IS NOT NULL
      ON CONFLICT (tenant_id, environment, uid, master_version) DO NOTHING
      """;

  private static final String FORGET =
      """
      DELETE FROM former_master_version f
       USING unnest($2::text[], $3::text[]) AS k(environment, uid)
       WHERE f.tenant_id = $1::text AND f.environment = k.environment AND f.uid = k.uid
         AND (f.replaced_at < clock_timestamp() - $5::integer * interval '1 day'
              OR f.master_version IN (
                   SELECT o.master_version FROM former_master_version o
                    WHERE o.tenant_id = $1::text AND o.environment = k.environment
                      AND o.uid = k.uid
                    ORDER BY o.replaced_at DESC OFFSET $4::integer))
      """;

  private static final String END_CLAIMS =
      """
      UPDATE claim c
         SET state = 'ended', fence = c.fence + 1, claim_id = gen_random_uuid(),
             lease_until = clock_timestamp(), lost_at = NULL, lost_version = NULL,
             lost_claim = NULL, lost_lives = NULL
        FROM unnest($2::text[], $3::text[]) AS k(environment, uid)
       WHERE c.tenant_id = $1::text AND c.environment = k.environment AND c.uid = k.uid
      """;

  private static final String OVERTAKE =
      """
      UPDATE claim
         SET lost_at = CASE WHEN state = 'ended' OR claim_id = $4::uuid
                            THEN lost_at ELSE started_at END,
             lost_version = CASE WHEN state = 'ended' OR claim_id = $4::uuid
                                 THEN lost_version ELSE master_version END,
             lost_claim = CASE WHEN state = 'ended' OR claim_id = $4::uuid
                               THEN lost_claim ELSE claim_id END,
             lost_lives = CASE WHEN state = 'ended' OR claim_id = $4::uuid
                               THEN lost_lives ELSE ARRAY[life_id] END,
             state = 'ended', fence = fence + 1, claim_id = gen_random_uuid(),
             lease_until = clock_timestamp()
       WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text
      """;

  /** Stores a master token as a new version; whatever was refused before is lifted by it. */
  Uni<Void> replace(
      SqlConnection connection, TenantKeys keys, AccountKey account, SecretText token) {
    Sealed sealed = keys.seal(token, Claims.place(account));
    return retire(connection, account)
        .chain(
            () ->
                connection
                    .preparedQuery(REPLACE)
                    .execute(
                        Claims.key(account)
                            .addValue(Buffer.buffer(sealed.bytes()))
                            .addInteger(sealed.keyVersion())
                            .addUUID(UUID.randomUUID())
                            .addValue(keys.hash(token).bytes())))
        .replaceWithVoid();
  }

  /** Notes that the present version is no more: an outcome that would replace it comes too late. */
  static Uni<Void> retire(SqlConnection connection, AccountKey account) {
    return retire(connection, List.of(account));
  }

  /** The same for many accounts of one tenant. */
  static Uni<Void> retire(SqlConnection connection, List<AccountKey> accounts) {
    return connection
        .preparedQuery(RETIRE)
        .execute(Unnested.keys(accounts))
        .chain(
            () ->
                connection
                    .preparedQuery(FORGET)
                    .execute(Unnested.keys(accounts).addInteger(HISTORY).addInteger(HISTORY_DAYS)))
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

  /**
   * Ends whatever is claimed of an account because a late outcome has come; calls that others have
   * under way count as lost, and the next rotation keeps its distance from them (E5).
   *
   * @param own the claim of the call whose outcome it is: that one is over
   */
  Uni<Void> overtakeClaims(SqlConnection connection, AccountKey account, UUID own) {
    return connection
        .preparedQuery(OVERTAKE)
        .execute(Claims.key(account).addUUID(own))
        .replaceWithVoid();
  }

  /**
   * Ends whatever is claimed of these accounts because an administrator has brought other master
   * tokens: outcomes are taken by nobody, and of the old families nothing is waited for.
   */
  static Uni<Void> endClaims(SqlConnection connection, List<AccountKey> accounts) {
    return connection.preparedQuery(END_CLAIMS).execute(Unnested.keys(accounts)).replaceWithVoid();
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
