package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.http.Precondition;
import io.strongroom.tenant.ApiKeys;
import io.strongroom.tenant.Tenants;
import io.strongroom.token.AccountKey;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.KeyId;
import io.strongroom.token.TenantId;
import io.strongroom.upstream.Clients;
import io.strongroom.upstream.Environments;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what would go, or be left behind, if something were deleted: fails as deleting it would,
 * and changes nothing. The names of the columns are those of the answer.
 */
@Singleton
public class Dependencies {
  private static final String ACCOUNTS = "accounts";
  private static final String MASTER_TOKENS = "masterTokens";

  private static final String OF_TENANT =
      """
      SELECT (SELECT count(*) FROM api_key
               WHERE tenant_id = $1::text AND deleted_at IS NULL) AS "apiKeys",
             (SELECT count(*) FROM quota_limit WHERE tenant_id = $1::text) AS "quotas",
             (SELECT count(*) FROM environment WHERE tenant_id = $1::text) AS "environments",
             (SELECT count(*) FROM client WHERE tenant_id = $1::text) AS "clients",
             a.accounts AS "accounts", a.masters AS "masterTokens",
             (SELECT count(token) FROM client_token WHERE tenant_id = $1::text) AS "clientTokens",
             (SELECT count(*) FROM revocation
               WHERE tenant_id = $1::text AND finished_at IS NULL) AS "openRevocations",
             (SELECT count(*) FROM upstream_revocation
               WHERE tenant_id = $1::text AND outcome = 'pending') AS "pendingUpstreamRevocations",
             (SELECT count(*) FROM import
               WHERE tenant_id = $1::text AND ended_at IS NULL) AS "openImports"
        FROM (SELECT count(*) AS accounts, count(master_token) AS masters
                FROM account WHERE tenant_id = $1::text) a
      """;

  /** Its tokens stay: they are the tenant's. */
  private static final String OF_KEY =
      """
      SELECT (SELECT count(*) FROM quota_limit
               WHERE tenant_id = $1::text AND key_id = $2::text) AS "quotas",
             (SELECT count(token) FROM client_token
               WHERE tenant_id = $1::text AND key_id = $2::text) AS "clientTokens"
      """;

  private static final String OF_ENVIRONMENT =
      """
      SELECT (SELECT count(*) FROM client
               WHERE tenant_id = $1::text AND environment = $2::text) AS "clients",
             a.accounts AS "accounts", a.masters AS "masterTokens",
             (SELECT count(token) FROM client_token
               WHERE tenant_id = $1::text AND environment = $2::text) AS "clientTokens",
             (SELECT count(*) FROM upstream_revocation
               WHERE tenant_id = $1::text AND environment = $2::text
                 AND outcome = 'pending') AS "pendingUpstreamRevocations"
        FROM (SELECT count(*) AS accounts, count(master_token) AS masters
                FROM account WHERE tenant_id = $1::text AND environment = $2::text) a
      """;

  private static final String OF_CLIENT =
      """
      SELECT (SELECT count(*) FROM environment
               WHERE tenant_id = $1::text AND environment = $2::text
                 AND default_client_id = $3::text) AS "defaultOfEnvironments",
             (SELECT count(token) FROM client_token
               WHERE tenant_id = $1::text AND environment = $2::text
                 AND client_id = $3::text) AS "clientTokens",
             (SELECT count(*) FROM upstream_revocation
               WHERE tenant_id = $1::text AND environment = $2::text AND client_id = $3::text
                 AND outcome = 'pending') AS "pendingUpstreamRevocations"
      """;

  private static final String OF_ACCOUNT =
      """
      SELECT (SELECT count(master_token) FROM account
               WHERE tenant_id = $1::text AND environment = $2::text
                 AND uid = $3::text) AS "masterTokens",
             (SELECT count(token) FROM client_token
               WHERE tenant_id = $1::text AND environment = $2::text
                 AND uid = $3::text) AS "clientTokens"
      """;

  private final Database database;
  private final Tenants tenants;
  private final ApiKeys keys;
  private final Environments environments;
  private final Clients clients;
  private final Accounts accounts;

  Dependencies(
      Database database,
      Tenants tenants,
      ApiKeys keys,
      Environments environments,
      Clients clients,
      Accounts accounts) {
    this.database = database;
    this.tenants = tenants;
    this.keys = keys;
    this.environments = environments;
    this.clients = clients;
    this.accounts = accounts;
  }

  public Uni<Dependents> of(TenantId tenant, Precondition precondition) {
    return tenants
        .get(tenant)
        .invoke(found -> precondition.check(found.revision()))
        .chain(() -> count(OF_TENANT, Tuple.of(tenant.value())))
        .map(counts -> new Dependents(counts, null));
  }

  /** Of an API key: what its exchanges have brought stays. */
  public Uni<Dependents> of(TenantId tenant, KeyId key, Precondition precondition) {
    return keys.get(tenant, key)
        .invoke(found -> precondition.check(found.revision()))
        .chain(() -> count(OF_KEY, Tuple.of(tenant.value(), key.value())))
        .map(counts -> new Dependents(counts, null));
  }

  /**
   * @param cascade whether accounts would go with the environment
   */
  public Uni<Dependents> of(
      TenantId tenant, EnvironmentName name, boolean cascade, Precondition precondition) {
    return environments
        .get(tenant, name)
        .invoke(found -> precondition.check(found.revision()))
        .chain(() -> count(OF_ENVIRONMENT, Tuple.of(tenant.value(), name.value())))
        .map(counts -> new Dependents(counts, cascade ? null : conflict(counts)));
  }

  public Uni<Dependents> of(
      TenantId tenant, EnvironmentName environment, ClientId client, Precondition precondition) {
    return clients
        .get(tenant, environment, client)
        .invoke(found -> precondition.check(found.revision()))
        .chain(
            () -> count(OF_CLIENT, Tuple.of(tenant.value(), environment.value(), client.value())))
        .map(counts -> new Dependents(counts, null));
  }

  public Uni<Dependents> of(AccountKey account) {
    return accounts
        .get(account)
        .chain(() -> count(OF_ACCOUNT, Claims.key(account)))
        .map(counts -> new Dependents(counts, null));
  }

  /** Of an account's master token alone. */
  public Uni<Dependents> ofMasterToken(AccountKey account) {
    return accounts
        .get(account)
        .chain(() -> count(OF_ACCOUNT, Claims.key(account)))
        .invoke(counts -> Erasure.requireMasterToken(counts.getOrDefault(MASTER_TOKENS, 0L)))
        .map(counts -> new Dependents(counts, null));
  }

  private static @Nullable String conflict(Map<String, Long> counts) {
    return counts.getOrDefault(ACCOUNTS, 0L) > 0 ? Removal.HAS_ACCOUNTS : null;
  }

  /** In a transaction, for the bounds that it has. */
  private Uni<Map<String, Long>> count(String sql, Tuple key) {
    return database
        .write(connection -> connection.preparedQuery(sql).execute(key))
        .map(rows -> counts(rows.iterator().next()));
  }

  private static Map<String, Long> counts(Row row) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int i = 0; i < row.size(); i++) {
      counts.put(row.getColumnName(i), row.getLong(i));
    }
    return counts;
  }
}
