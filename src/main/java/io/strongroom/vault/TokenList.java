package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.database.Page;
import io.strongroom.database.Walk;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.KeyId;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The client tokens that a tenant's slots hold, in the order of their slots. */
@Singleton
public class TokenList {
  private static final String KEY = "environment, uid, client_id";

  private static final String COLUMNS =
      KEY
          + ", generation, scopes, issued_at, expires_at, key_id, token IS NOT NULL AS held,"
          + " expires_at > clock_timestamp() AS alive";

  private static final String OF_ALL =
      "tenant_id = $1::text AND (environment, uid, client_id) > ($2::text, $3::text, $4::text)";

  /** One lower bound alone, so that every page begins where the one before ended. */
  private static final String OF_ENVIRONMENT =
      "tenant_id = $1::text AND environment = $2::text"
          + " AND (uid, client_id) > ($3::text, $4::text)";

  private static final String BEGINNING = " AND uid >= $5::text AND uid < $6::text";
  private static final String BEFORE_THE_END = " AND $5::text IS NOT NULL AND uid < $6::text";
  private static final String ANY_UID = " AND $5::text IS NULL AND $6::text IS NULL";

  private static final String FILTER =
      """
      held AND ($7::text IS NULL OR client_id = $7::text)
           AND ($8::text IS NULL OR key_id = $8::text)
           AND ($9::timestamptz IS NULL OR expires_at < $9::timestamptz)
           AND ($10::timestamptz IS NULL OR issued_at < $10::timestamptz)
           AND ($11::timestamptz IS NULL OR issued_at >= $11::timestamptz)
      """;

  private final Database database;

  TokenList(Database database) {
    this.database = database;
  }

  /**
   * What may be said of a client token.
   *
   * @param status {@code active}, or {@code expired} by the database's clock
   * @param keyId of the key whose call caused the exchange; absent where it is not known
   */
  public record Listed(
      EnvironmentName environment,
      Uid uid,
      ClientId clientId,
      long generation,
      List<String> scopes,
      Instant issuedAt,
      Instant expiresAt,
      String status,
      @Nullable KeyId keyId) {

    static Listed of(Row row) {
      String key = row.getString("key_id");
      return new Listed(
          new EnvironmentName(row.getString("environment")),
          new Uid(row.getString("uid")),
          new ClientId(row.getString("client_id")),
          row.getLong("generation"),
          List.of(row.getArrayOfStrings("scopes")),
          row.getOffsetDateTime("issued_at").toInstant(),
          row.getOffsetDateTime("expires_at").toInstant(),
          row.getBoolean("alive") ? "active" : "expired",
          key == null ? null : new KeyId(key));
    }
  }

  /** A page may hold less than was asked for, as {@link Walk} says. */
  public Uni<Page<Listed>> page(TenantId tenant, TokenFilter filter, Page.Request request) {
    return walk(filter).page(database, parameters(tenant, filter, request), request, Listed::of);
  }

  /** Within an environment users are found by the key, over all of them by looking. */
  private static Walk walk(TokenFilter filter) {
    if (filter.environment() == null) {
      String users = filter.uidPrefix() == null ? ANY_UID : BEGINNING;
      return new Walk("client_token", KEY, COLUMNS, OF_ALL, FILTER + users);
    }
    String users = filter.uidPrefix() == null ? ANY_UID : BEFORE_THE_END;
    return new Walk("client_token", KEY, COLUMNS, OF_ENVIRONMENT + users, FILTER);
  }

  private static Tuple parameters(TenantId tenant, TokenFilter filter, Page.Request request) {
    String[] from = from(filter, Walk.start(request, 3));
    return Tuple.of(tenant.value(), from[0], from[1], from[2])
        .addString(filter.uidPrefix() == null ? null : filter.uidPrefix().value())
        .addString(filter.uidPrefix() == null ? null : filter.uidPrefix().end())
        .addString(filter.clientId() == null ? null : filter.clientId().value())
        .addString(filter.keyId() == null ? null : filter.keyId().value())
        .addOffsetDateTime(offset(filter.expiringBefore()))
        .addOffsetDateTime(offset(filter.issuedBefore()))
        .addOffsetDateTime(offset(filter.issuedAfter()));
  }

  /** Behind the cursor; within an environment not before the first user that is wanted either. */
  private static String[] from(TokenFilter filter, String[] cursor) {
    if (filter.environment() == null) {
      return cursor;
    }
    String environment = filter.environment().value();
    Page.Request.requireCursor(cursor[0].isEmpty() || cursor[0].equals(environment));
    String first = filter.uidPrefix() == null ? "" : filter.uidPrefix().value();
    return cursor[1].compareTo(first) < 0
        ? new String[] {environment, first, ""}
        : new String[] {environment, cursor[1], cursor[2]};
  }

  private static @Nullable OffsetDateTime offset(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }
}
