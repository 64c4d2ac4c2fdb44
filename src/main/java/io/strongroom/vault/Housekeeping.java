package io.strongroom.vault;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.tenant.Keyring;
import io.strongroom.token.TenantId;
import io.strongroom.work.Recurring;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Removes what has had its time, tenant by tenant and in batches; what is left out, the next run
 * finds.
 */
@Singleton
class Housekeeping {
  private static final Logger LOG = Logger.getLogger(Housekeeping.class);
  private static final Duration EVERY = Duration.ofMinutes(5);

  /** Rows of one statement: short enough that no caller waits for its locks. */
  private static final int BATCH = 1_000;

  /** Of every tenant; {@code $2} is the size of a batch. */
  private static final List<String> OUTDATED =
      List.of(
          "DELETE FROM ended_token WHERE ctid = ANY (ARRAY(SELECT ctid FROM ended_token"
              + " WHERE tenant_id = $1::text AND keep_until < clock_timestamp() LIMIT $2::integer))",
          "DELETE FROM quota_window WHERE ctid = ANY (ARRAY(SELECT ctid FROM quota_window"
              + " WHERE tenant_id = $1::text"
              + " AND window_start < clock_timestamp() - interval '25 hours'"
              + " LIMIT $2::integer))",
          "DELETE FROM upstream_revocation WHERE ctid = ANY (ARRAY(SELECT ctid"
              + " FROM upstream_revocation WHERE tenant_id = $1::text"
              + " AND ended_at < clock_timestamp() - interval '30 days' LIMIT $2::integer))",
          "DELETE FROM revocation WHERE ctid = ANY (ARRAY(SELECT ctid FROM revocation"
              + " WHERE tenant_id = $1::text"
              + " AND finished_at < clock_timestamp() - interval '30 days' LIMIT $2::integer))",
          "DELETE FROM import WHERE ctid = ANY (ARRAY(SELECT ctid FROM import"
              + " WHERE tenant_id = $1::text"
              + " AND updated_at < clock_timestamp() - interval '30 days'"
              + " AND lease_until < clock_timestamp() LIMIT $2::integer))",
          "DELETE FROM import_reject WHERE ctid = ANY (ARRAY(SELECT r.ctid FROM import_reject r"
              + " WHERE r.tenant_id = $1::text AND NOT EXISTS (SELECT 1 FROM import i"
              + " WHERE i.tenant_id = r.tenant_id AND i.import_id = r.import_id)"
              + " LIMIT $2::integer))");

  /** Tables of a deleted tenant, children first; the tenant and its keys stay as tombstones. */
  private static final List<String> PURGED =
      List.of(
          "upstream_revocation_lane",
          "upstream_revocation",
          "revocation",
          "import_reject",
          "import",
          "claim",
          "client_token",
          "ended_token",
          "superseded_master_token",
          "former_master_version",
          "account",
          "client",
          "environment",
          "quota_limit",
          "quota_window",
          "upstream_down",
          "webhook",
          "tenant_key");

  private final Database database;
  private final Keyring keyring;
  private final Recurring runs;

  Housekeeping(Database database, Keyring keyring, Detached detached) {
    this.database = database;
    this.keyring = keyring;
    this.runs = new Recurring("housekeeping", () -> detached.run(this::run));
  }

  void begin(@Observes StartupEvent start, Vertx vertx) {
    runs.every(EVERY, vertx);
  }

  void stop(@Observes @Priority(Detached.BEFORE_WORK) ShutdownEvent stop) {
    runs.stop();
  }

  Uni<Void> run() {
    return database
        .read("SELECT tenant_id, deleted_at IS NOT NULL AS deleted FROM tenant", Tuple.tuple())
        .map(
            rows -> {
              List<Uni<Void>> tenants = new ArrayList<>();
              rows.forEach(
                  row -> tenants.add(tidy(row.getString("tenant_id"), row.getBoolean("deleted"))));
              return tenants;
            })
        .chain(Housekeeping::oneAfterTheOther)
        .onFailure()
        .invoke(failure -> LOG.warn("housekeeping goes on in the next run", failure));
  }

  private Uni<Void> tidy(String tenant, boolean deleted) {
    List<Uni<Void>> statements = new ArrayList<>();
    if (deleted) {
      // An instance without memory gets no letter about the deletion.
      keyring.forget(new TenantId(tenant));
      PURGED.forEach(
          table ->
              statements.add(
                  drain(
                      "DELETE FROM "
                          + table
                          + " WHERE ctid = ANY (ARRAY(SELECT ctid FROM "
                          + table
                          + " WHERE tenant_id = $1::text LIMIT $2::integer))",
                      tenant)));
    } else {
      OUTDATED.forEach(sql -> statements.add(drain(sql, tenant)));
    }
    return oneAfterTheOther(statements);
  }

  /** Repeats a statement until it finds less than a batch. */
  private Uni<Void> drain(String sql, String tenant) {
    return Uni.createFrom()
        .deferred(
            () ->
                database.write(
                    connection -> connection.preparedQuery(sql).execute(Tuple.of(tenant, BATCH))))
        .repeat()
        .whilst(rows -> rows.rowCount() == BATCH)
        .collect()
        .last()
        .replaceWithVoid();
  }

  private static Uni<Void> oneAfterTheOther(List<Uni<Void>> works) {
    return Multi.createFrom()
        .iterable(works)
        .onItem()
        .transformToUniAndConcatenate(work -> work)
        .collect()
        .last()
        .replaceWithVoid();
  }
}
