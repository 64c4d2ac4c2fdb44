package io.strongroom.revocation;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.database.Page;
import io.strongroom.database.Walk;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
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

  private static final Walk TOKENS =
      new Walk(
          "upstream_revocation",
          "item_id",
          "item_id, kind, environment, uid, client_id, outcome, reason, attempts, ended_at",
          "tenant_id = $1::text AND revocation_id = $2::text AND item_id > $3::text",
          "$4::text IS NULL OR outcome = $4::text");

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

  /**
   * A page may hold less than was asked for, as {@link Walk} says.
   *
   * @param outcome those alone of which this came; null for all
   */
  public Uni<Page<Token>> tokens(
      TenantId tenant, String revocationId, @Nullable String outcome, Page.Request page) {
    UpstreamOutcome.State.require(outcome);
    return TOKENS.page(
        database,
        Tuple.of(tenant.value(), revocationId, Walk.start(page, 1)[0], outcome),
        page,
        UpstreamReport::token);
  }

  private static Token token(Row row) {
    String client = row.getString("client_id");
    OffsetDateTime ended = row.getOffsetDateTime("ended_at");
    return new Token(
        row.getString("kind"),
        new EnvironmentName(row.getString("environment")),
        new Uid(row.getString("uid")),
        client.isEmpty() ? null : client,
        row.getString("outcome"),
        row.getString("reason"),
        row.getInteger("attempts"),
        ended == null ? null : ended.toInstant());
  }
}
