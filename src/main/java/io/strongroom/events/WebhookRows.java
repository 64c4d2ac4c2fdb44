package io.strongroom.events;

import io.smallrye.mutiny.Uni;
import io.strongroom.seal.Sealed;
import io.strongroom.token.TenantId;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Webhooks as administrators write them. Each edit takes the webhook from whoever sends to it: what
 * comes of that call is not written any more.
 */
@Singleton
class WebhookRows {
  /** Rows that are not sealed yet have no place: they come after the head. */
  private static final String STANDING =
      """
      SELECT (SELECT revision FROM webhook WHERE tenant_id = $1::text AND name = $2::text)
                AS revision,
             (SELECT count(*) FROM webhook WHERE tenant_id = $1::text) AS others,
             coalesce((SELECT seq FROM audit_head WHERE tenant_id = $1::text), 0) AS head
      """;

  private static final String INSERT =
      """
      INSERT INTO webhook (tenant_id, name, revision, url, events, secret, key_version, cursor)
      VALUES ($1::text, $2::text, gen_random_uuid(), $3::text, $4::text[], $5::bytea, $6::integer,
              $7::bigint)
      RETURNING
      """
          + Webhook.COLUMNS;

  private static final String REPLACE =
      """
      UPDATE webhook
         SET revision = gen_random_uuid(), url = $3::text, events = $4::text[],
             secret = coalesce($5::bytea, secret),
             key_version = CASE WHEN $5::bytea IS NULL THEN key_version ELSE $6::integer END,
             missed_to = CASE WHEN $7::bigint IS NULL THEN missed_to END,
             cursor = coalesce($7::bigint, cursor), turn = turn + 1,
             lease_until = clock_timestamp(), due_at = clock_timestamp(), failures = 0,
             failing_since = NULL, last_status = NULL, last_problem = NULL, disabled = NULL
       WHERE tenant_id = $1::text AND name = $2::text
      RETURNING
      """
          + Webhook.COLUMNS;

  /**
   * What an edit finds, under the tenant's lock.
   *
   * @param revision null where there is none of that name
   * @param others how many there are
   * @param head the last place of the tenant's audit
   */
  record Standing(@Nullable UUID revision, long others, long head) {}

  Uni<Standing> standing(SqlConnection connection, TenantId tenant, WebhookName name) {
    return connection
        .preparedQuery(STANDING)
        .execute(Tuple.of(tenant.value(), name.value()))
        .map(found -> found.iterator().next())
        .map(
            row ->
                new Standing(row.getUUID("revision"), row.getLong("others"), row.getLong("head")));
  }

  Uni<Webhook> insert(
      SqlConnection connection,
      TenantId tenant,
      WebhookName name,
      WebhookRequest request,
      Sealed secret,
      long cursor) {
    return write(connection, INSERT, tenant, name, request, secret, cursor);
  }

  /**
   * @param secret null: the one that is there
   * @param cursor null: where it is
   */
  Uni<Webhook> replace(
      SqlConnection connection,
      TenantId tenant,
      WebhookName name,
      WebhookRequest request,
      @Nullable Sealed secret,
      @Nullable Long cursor) {
    return write(connection, REPLACE, tenant, name, request, secret, cursor);
  }

  Uni<Void> delete(SqlConnection connection, TenantId tenant, WebhookName name) {
    return connection
        .preparedQuery("DELETE FROM webhook WHERE tenant_id = $1::text AND name = $2::text")
        .execute(Tuple.of(tenant.value(), name.value()))
        .replaceWithVoid();
  }

  private static Uni<Webhook> write(
      SqlConnection connection,
      String sql,
      TenantId tenant,
      WebhookName name,
      WebhookRequest request,
      @Nullable Sealed secret,
      @Nullable Long cursor) {
    Tuple parameters =
        Tuple.tuple()
            .addString(tenant.value())
            .addString(name.value())
            .addString(request.url())
            .addArrayOfString(request.types().toArray(String[]::new))
            .addValue(secret == null ? null : Buffer.buffer(secret.bytes()))
            .addInteger(secret == null ? null : secret.keyVersion())
            .addLong(cursor);
    return connection.preparedQuery(sql).execute(parameters).map(WebhookRows::first);
  }

  private static Webhook first(Iterable<Row> rows) {
    return Webhook.of(rows.iterator().next());
  }
}
