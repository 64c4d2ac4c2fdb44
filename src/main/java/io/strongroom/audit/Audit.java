package io.strongroom.audit;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.AccountKey;
import io.strongroom.token.KeyId;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Records acts. The row is part of the act's own transaction: there is no act without its row, and
 * no row of an act that was not done.
 *
 * <p>Everything is passed as text, so that one statement serves connections and sessions, which
 * cannot tell the type of a null; nothing that is recorded is an empty text.
 */
@Singleton
public class Audit {
  private static final String INTO =
      """
      INSERT INTO audit_event (tenant_id, actor, key_id, address, action, environment, uid,
                               client_id, target, outcome, generation, token_hash, detail)
      """;

  private static final String ROW =
      """
      CAST($1 AS text), CAST($2 AS text), nullif(CAST($3 AS text), ''),
      nullif(CAST($4 AS text), ''), CAST($5 AS text), nullif(CAST($6 AS text), ''),
      nullif(CAST($7 AS text), ''), nullif(CAST($8 AS text), ''),
      nullif(CAST($9 AS text), ''), CAST($10 AS text),
      CAST(nullif(CAST($11 AS text), '') AS bigint),
      decode(nullif(CAST($12 AS text), ''), 'hex'), CAST($13 AS text)
      """;

  private static final String INSERT = INTO + "VALUES (" + ROW + ")";
  private static final String INSERT_OF_SESSION = INSERT.replace('$', '?');

  /** One row for each account. */
  private static final String INSERT_OF_ACCOUNTS =
      INTO
          + "SELECT "
          + ROW.replace("CAST($6 AS text)", "k.environment").replace("CAST($7 AS text)", "k.uid")
          + " FROM unnest($6::text[], $7::text[]) AS k(environment, uid)";

  private static final int ENVIRONMENT = 5;
  private static final int UID = 6;

  private final Actors actors;

  Audit(Actors actors) {
    this.actors = actors;
  }

  /** Who acts now: to be asked before work leaves the request that it belongs to. */
  public Actor actor() {
    return actors.current();
  }

  /** Records an act in its transaction. */
  public Uni<Void> record(SqlConnection connection, Event event) {
    return connection
        .preparedQuery(INSERT)
        .execute(Tuple.from((Object[]) columns(event)))
        .replaceWithVoid();
  }

  /** Records an act that befell many accounts of one tenant: a row for each. */
  public Uni<Void> record(SqlConnection connection, Event event, List<AccountKey> accounts) {
    if (accounts.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    String[] texts = columns(event);
    Object[] columns = Arrays.copyOf(texts, texts.length, Object[].class);
    columns[ENVIRONMENT] = texts(accounts, account -> account.environment().value());
    columns[UID] = texts(accounts, account -> account.uid().value());
    return connection
        .preparedQuery(INSERT_OF_ACCOUNTS)
        .execute(Tuple.from(columns))
        .replaceWithVoid();
  }

  private static String[] texts(List<AccountKey> accounts, Function<AccountKey, String> part) {
    return accounts.stream().map(part).toArray(String[]::new);
  }

  /** Records an act in a session over entities, which is flushed before. */
  public Uni<Void> record(Mutiny.Session session, Event event) {
    String[] columns = columns(event);
    return session
        .flush()
        .chain(
            () -> {
              var insert = session.createNativeQuery(INSERT_OF_SESSION);
              for (int i = 0; i < columns.length; i++) {
                var unused = insert.setParameter(i + 1, columns[i]);
              }
              return insert.executeUpdate();
            })
        .replaceWithVoid();
  }

  private String[] columns(Event event) {
    Actor by = event.by() == null ? actors.current() : event.by();
    KeyId key = by.key();
    return new String[] {
      event.tenant().value(),
      by.kind().word(),
      key == null ? "" : key.value(),
      text(by.address()),
      event.action().word(),
      event.environment() == null ? "" : event.environment().value(),
      event.uid() == null ? "" : event.uid().value(),
      event.client() == null ? "" : event.client().value(),
      text(event.target()),
      event.outcome(),
      event.generation() == null ? "" : event.generation().toString(),
      event.token() == null ? "" : event.token().hex(),
      new JsonObject(event.detail()).encode()
    };
  }

  private static String text(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }
}
