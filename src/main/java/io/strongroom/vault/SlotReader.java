package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.coherence.Changes;
import io.strongroom.coherence.Topic;
import io.strongroom.database.Database;
import io.strongroom.seal.Sealed;
import io.strongroom.token.AccountKey;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.Slot;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import io.strongroom.upstream.Revisions;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a slot, and all that decides about it, in one statement. */
@Singleton
class SlotReader {
  private static final String READ =
      """
      SELECT clock_timestamp() AS now, t.generation_floor,
             EXISTS (SELECT 1 FROM inbox i
                      WHERE i.tenant_id = $1::text AND i.topics && $5::text[]) AS unsettled,
             e.revision AS environment_revision, e.default_client_id,
             (e.settings::jsonb ->> 'timeoutMillis')::integer AS timeout_millis,
             c.revision AS client_revision, c.money_scope,
             a.uid AS account, a.master_token IS NOT NULL AS has_master_token,
             a.master_version, a.since, a.refused_reason,
             coalesce(a.master_expires_at <= clock_timestamp(), false) AS master_expired,
             a.master_expires_at,
             s.generation, s.token, s.token_type, s.scopes, s.issued_at, s.expires_at,
             s.refresh_after, s.previously_dropped, s.quiet_until, s.background_after,
             s.failure_claim, s.failure_code, s.failure_detail, s.failure_at, s.failure_until,
             s.failure_scope
        FROM tenant t
        LEFT JOIN environment e
          ON e.tenant_id = t.tenant_id AND e.environment = $2::text
        LEFT JOIN client c
          ON c.tenant_id = t.tenant_id AND c.environment = $2::text
             AND c.client_id = coalesce($4::text, e.default_client_id)
        LEFT JOIN account a
          ON a.tenant_id = t.tenant_id AND a.environment = $2::text AND a.uid = $3::text
        LEFT JOIN client_token s
          ON s.tenant_id = t.tenant_id AND s.environment = $2::text AND s.uid = $3::text
             AND s.client_id = coalesce($4::text, e.default_client_id)
       WHERE t.tenant_id = $1::text
      """;

  private final Database database;
  private final Changes changes;

  SlotReader(Database database, Changes changes) {
    this.database = database;
    this.changes = changes;
  }

  /**
   * What is read has been acknowledged: a change that some instance does not know yet is waited
   * for, so that generations go back for no caller who moves between instances.
   *
   * @param client null means the environment's default client
   * @return the slot; fails with the first that is missing of environment, client and account
   */
  Uni<SlotView> read(
      TenantId tenant, EnvironmentName environment, Uid uid, @Nullable ClientId client) {
    List<Topic> topics = Topic.around(new AccountKey(tenant, environment, uid));
    return database
        .read(
            READ,
            Tuple.of(
                tenant.value(),
                environment.value(),
                uid.value(),
                client == null ? null : client.value(),
                topics.stream().map(Topic::path).toArray(String[]::new)))
        .map(rows -> rows.iterator().next())
        .chain(
            row ->
                row.getBoolean("unsettled")
                    ? changes.settled(topics).chain(() -> read(tenant, environment, uid, client))
                    : Uni.createFrom().item(() -> view(row, tenant, environment, uid, client)));
  }

  private static SlotView view(
      Row row, TenantId tenant, EnvironmentName environment, Uid uid, @Nullable ClientId client) {
    require(row, "environment_revision", FaultCode.ENVIRONMENT_NOT_FOUND, "environment");
    require(row, "client_revision", FaultCode.CREDENTIALS_NOT_FOUND, "client");
    require(row, "account", FaultCode.ACCOUNT_NOT_FOUND, "account");
    ClientId chosen = client == null ? new ClientId(row.getString("default_client_id")) : client;
    return new SlotView(
        new Slot(tenant, environment, uid, chosen),
        instant(row, "now"),
        Duration.ofMillis(row.getInteger("timeout_millis")),
        Objects.requireNonNullElse(row.getLong("generation"), row.getLong("generation_floor")),
        held(row),
        failure(row),
        optional(row, "background_after"),
        refusal(row),
        new Revisions(row.getUUID("environment_revision"), row.getUUID("client_revision")),
        row.getUUID("master_version"),
        row.getBoolean("money_scope"));
  }

  private static void require(Row row, String column, FaultCode code, String what) {
    if (row.getValue(column) == null) {
      throw Fault.of(code, "There is no such " + what).exception();
    }
  }

  private static @Nullable HeldToken held(Row row) {
    if (row.getBuffer("token") == null) {
      return null;
    }
    return new HeldToken(
        new Sealed(row.getBuffer("token").getBytes()),
        row.getString("token_type"),
        List.of(row.getArrayOfStrings("scopes")),
        instant(row, "issued_at"),
        instant(row, "expires_at"),
        instant(row, "refresh_after"),
        optional(row, "quiet_until"),
        row.getBoolean("previously_dropped"));
  }

  private static @Nullable RememberedFailure failure(Row row) {
    String code = row.getString("failure_code");
    if (code == null) {
      return null;
    }
    return new RememberedFailure(
        row.getUUID("failure_claim"),
        FaultCode.of(code).orElse(FaultCode.INTERNAL_ERROR),
        row.getString("failure_detail"),
        instant(row, "failure_at"),
        optional(row, "failure_until"),
        row.getString("failure_scope"));
  }

  private static SlotView.@Nullable Refusal refusal(Row row) {
    Instant since = instant(row, "since");
    if (row.getString("refused_reason") != null) {
      return new SlotView.Refusal(row.getString("refused_reason"), since);
    }
    if (!row.getBoolean("has_master_token")) {
      return new SlotView.Refusal(Account.NO_MASTER_TOKEN, since);
    }
    return row.getBoolean("master_expired")
        ? new SlotView.Refusal(Account.EXPIRED, instant(row, "master_expires_at"))
        : null;
  }

  private static Instant instant(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }

  private static @Nullable Instant optional(Row row, String column) {
    return row.getOffsetDateTime(column) == null ? null : instant(row, column);
  }
}
