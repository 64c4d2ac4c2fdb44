package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Action;
import io.strongroom.audit.Audit;
import io.strongroom.audit.Event;
import io.strongroom.database.Database;
import io.strongroom.token.AccountKey;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.TenantId;
import io.strongroom.vault.Account.TokenMetadata;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** The accounts of environments, as administrators see and make them. */
@Singleton
public class Accounts {
  private static final String TOKENS =
      """
      SELECT client_id, generation, scopes, issued_at, expires_at
        FROM client_token
       WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text
         AND token IS NOT NULL
       ORDER BY client_id
      """;

  private final Database database;
  private final Audit audit;
  private final InstantSource clock;

  Accounts(Database database, Audit audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /** Makes an account without a master token; true where there was none. */
  public Uni<Boolean> put(AccountKey key) {
    return database.write(
        connection ->
            AdminLock.environment(connection, key.tenant(), key.environment())
                .chain(() -> NewAccount.insert(connection, key))
                .call(
                    created ->
                        created
                            ? audit.record(connection, Event.of(Action.ACCOUNT_CREATED, key))
                            : Uni.createFrom().voidItem()));
  }

  /** Fails with {@code environment-not-found} or {@code account-not-found}. */
  public Uni<Account> get(AccountKey key) {
    return database
        .entities(
            session ->
                requireEnvironment(session, key.tenant(), key.environment())
                    .chain(() -> find(session, key)))
        .chain(
            row ->
                database
                    .read(TOKENS, Claims.key(key))
                    .map(rows -> row.account(clock.instant(), tokens(rows))));
  }

  private static List<TokenMetadata> tokens(RowSet<Row> rows) {
    List<TokenMetadata> tokens = new ArrayList<>();
    for (Row row : rows) {
      tokens.add(
          new TokenMetadata(
              new ClientId(row.getString("client_id")),
              row.getLong("generation"),
              List.of(row.getArrayOfStrings("scopes")),
              row.getOffsetDateTime("issued_at").toInstant(),
              row.getOffsetDateTime("expires_at").toInstant()));
    }
    return tokens;
  }

  private static Uni<Object> requireEnvironment(
      Session session, TenantId tenant, EnvironmentName environment) {
    return session
        .createNativeQuery(
            "SELECT environment FROM environment WHERE tenant_id = ?1 AND environment = ?2",
            Object.class)
        .setParameter(1, tenant.value())
        .setParameter(2, environment.value())
        .getSingleResultOrNull()
        .onItem()
        .ifNull()
        .failWith(
            () ->
                Fault.of(FaultCode.ENVIRONMENT_NOT_FOUND, "There is no such environment")
                    .exception());
  }

  private static Uni<AccountRow> find(Session session, AccountKey key) {
    return session
        .find(
            AccountRow.class,
            new AccountRow.Key(key.tenant().value(), key.environment().value(), key.uid().value()))
        .onItem()
        .ifNull()
        .failWith(NewAccount::notFound);
  }
}
