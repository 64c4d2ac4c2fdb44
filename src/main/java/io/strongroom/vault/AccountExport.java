package io.strongroom.vault;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import io.strongroom.upstream.Environments;
import io.strongroom.vault.Account.TokenMetadata;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** All accounts of an environment with what may be said of their tokens; no secret is read. */
@Singleton
public class AccountExport {
  /** Accounts that are on the heap at once. */
  private static final int PAGE = 500;

  private static final String READ =
      """
      SELECT a.uid, a.since, a.reason, a.master_expires_at, s.client_id, s.generation, s.scopes, s.issued_at,
             s.expires_at
        FROM (SELECT uid,
                     CASE WHEN refused_reason IS NOT NULL THEN refused_reason
                          WHEN master_token IS NULL THEN 'no-master-token'
                          WHEN master_expires_at <= clock_timestamp() THEN 'expired' END AS reason,
                     CASE WHEN refused_reason IS NULL AND master_token IS NOT NULL
                               AND master_expires_at <= clock_timestamp()
                          THEN master_expires_at ELSE since END AS since,
                     CASE WHEN master_token IS NOT NULL
                          THEN master_expires_at END AS master_expires_at
                FROM account
               WHERE tenant_id = $1::text AND environment = $2::text AND uid > $3::text
               ORDER BY uid LIMIT $4::integer) a
        LEFT JOIN client_token s
          ON s.tenant_id = $1::text AND s.environment = $2::text AND s.uid = a.uid
             AND s.token IS NOT NULL
       ORDER BY a.uid, s.client_id
      """;

  private final Database database;
  private final Environments environments;

  AccountExport(Database database, Environments environments) {
    this.database = database;
    this.environments = environments;
  }

  /**
   * Page after page, each when it is asked for, in the order of the uids; what changes meanwhile is
   * seen or not. Fails with {@code environment-not-found}.
   */
  public Multi<List<Account>> pages(TenantId tenant, EnvironmentName environment) {
    return environments
        .require(tenant, environment)
        .onItem()
        .transformToMulti(there -> all(tenant, environment));
  }

  private Multi<List<Account>> all(TenantId tenant, EnvironmentName environment) {
    return Multi.createBy()
        .repeating()
        .uni(
            () -> new AtomicReference<>(""),
            cursor ->
                page(tenant, environment, cursor.get())
                    .invoke(page -> page.forEach(account -> cursor.set(account.uid().value()))))
        .whilst(page -> page.size() == PAGE);
  }

  private Uni<List<Account>> page(TenantId tenant, EnvironmentName environment, String after) {
    return database
        .read(READ, Tuple.of(tenant.value(), environment.value(), after, PAGE))
        .map(rows -> accounts(rows, environment));
  }

  private static List<Account> accounts(RowSet<Row> rows, EnvironmentName environment) {
    Map<String, Account> accounts = new LinkedHashMap<>();
    for (Row row : rows) {
      Account account =
          accounts.computeIfAbsent(
              row.getString("uid"),
              uid ->
                  new Account(
                      new Uid(uid),
                      environment,
                      row.getString("reason") == null,
                      row.getOffsetDateTime("since").toInstant(),
                      row.getString("reason"),
                      optional(row, "master_expires_at"),
                      new ArrayList<>()));
      if (row.getString("client_id") != null) {
        account.tokens().add(token(row));
      }
    }
    return List.copyOf(accounts.values());
  }

  private static @Nullable Instant optional(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }

  private static TokenMetadata token(Row row) {
    return new TokenMetadata(
        new ClientId(row.getString("client_id")),
        row.getLong("generation"),
        List.of(row.getArrayOfStrings("scopes")),
        row.getOffsetDateTime("issued_at").toInstant(),
        row.getOffsetDateTime("expires_at").toInstant());
  }
}
