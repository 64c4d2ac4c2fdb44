package io.strongroom.revocation;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.database.Page;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What upstreams were asked by a revocation, and what came of it. */
@Singleton
public class UpstreamReport {
  private static final String COUNTS =
      """
      SELECT count(*) FILTER (WHERE outcome = 'revoked') AS revoked,
             count(*) FILTER (WHERE outcome = 'notSupported') AS not_supported,
             count(*) FILTER (WHERE outcome = 'failed') AS failed,
             count(*) FILTER (WHERE outcome = 'pending') AS pending
        FROM upstream_revocation
       WHERE tenant_id = $1::text AND revocation_id = $2::text
      """;

  private static final String TOKENS =
      """
      SELECT item_id, kind, environment, uid, client_id, outcome, reason, attempts, ended_at
        FROM upstream_revocation
       WHERE tenant_id = $1::text AND revocation_id = $2::text AND item_id > $3::text
       ORDER BY item_id LIMIT $4::integer
      """;

  private final Database database;

  UpstreamReport(Database database) {
    this.database = database;
  }

  /** Tokens by what came of them, master tokens among them. */
  public record Counts(long revoked, long notSupported, long failed, long pending) {
    public static final Counts NONE = new Counts(0, 0, 0, 0);
  }

  /**
   * One token that an upstream was asked to revoke.
   *
   * @param kind {@code client-token} or {@code master-token}
   * @param clientId in whose name; absent where the account has no client
   * @param outcome {@code pending}, {@code revoked}, {@code notSupported} or {@code failed}
   * @param reason of a failure, or of the last try
   * @param endedAt absent while it is pending
   */
  public record Token(
      String kind,
      EnvironmentName environment,
      Uid uid,
      @Nullable String clientId,
      String outcome,
      @Nullable String reason,
      int attempts,
      @Nullable Instant endedAt) {}

  private record Item(String id, Token token) {}

  public Uni<Counts> counts(TenantId tenant, String revocationId) {
    return database
        .read(COUNTS, Tuple.of(tenant.value(), revocationId))
        .map(rows -> rows.iterator().next())
        .map(
            row ->
                new Counts(
                    row.getLong("revoked"),
                    row.getLong("not_supported"),
                    row.getLong("failed"),
                    row.getLong("pending")));
  }

  public Uni<Page<Token>> tokens(TenantId tenant, String revocationId, Page.Request page) {
    return database
        .read(TOKENS, Tuple.of(tenant.value(), revocationId, page.cursor(), page.fetch()))
        .map(rows -> Page.of(items(rows), page, Item::id))
        .map(
            items ->
                new Page<>(items.items().stream().map(Item::token).toList(), items.nextCursor()));
  }

  private static List<Item> items(RowSet<Row> rows) {
    List<Item> items = new ArrayList<>();
    for (Row row : rows) {
      String client = row.getString("client_id");
      OffsetDateTime ended = row.getOffsetDateTime("ended_at");
      items.add(
          new Item(
              row.getString("item_id"),
              new Token(
                  row.getString("kind"),
                  new EnvironmentName(row.getString("environment")),
                  new Uid(row.getString("uid")),
                  client.isEmpty() ? null : client,
                  row.getString("outcome"),
                  row.getString("reason"),
                  row.getInteger("attempts"),
                  ended == null ? null : ended.toInstant())));
    }
    return items;
  }
}
