package io.strongroom.audit;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.seal.ServiceSigner;
import io.strongroom.work.Recurring;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Removes what is older than it is to be kept. The rows of a chain go from its beginning, and the
 * link after which it begins then is signed in the same transaction. What does not verify is not
 * removed: it is the evidence.
 */
@Singleton
class Retention {
  private static final Duration EVERY = Duration.ofHours(1);

  /** Rows of one transaction. */
  static final int BATCH = 1_000;

  private static final String TENANTS =
      "SELECT tenant_id FROM audit_head UNION SELECT tenant_id FROM tenant ORDER BY tenant_id";

  private static final String FORGET_FETCHES =
      "DELETE FROM fetch_count WHERE ctid = ANY (ARRAY(SELECT ctid FROM fetch_count"
          + " WHERE tenant_id = $1::text"
          + " AND hour < clock_timestamp() - $2::bigint * interval '1 second' LIMIT $3::integer))";

  private final Database database;
  private final Signing signing;
  private final ChainRows rows;
  private final Duration kept;
  private final Recurring runs =
      new Recurring("old rows of the audit", () -> run().subscribeAsCompletionStage());

  Retention(Database database, Signing signing, ChainRows rows, AuditConfig config) {
    this.database = database;
    this.signing = signing;
    this.rows = rows;
    this.kept = config.retention();
  }

  void begin(@Observes StartupEvent start, Vertx vertx) {
    runs.every(EVERY, vertx);
  }

  void stop(@Observes @Priority(1) ShutdownEvent stop) {
    runs.stop();
  }

  Uni<Void> run() {
    return signing.signer().chain(signer -> tenants().chain(tenants -> tidyAll(tenants, signer)));
  }

  private Uni<List<String>> tenants() {
    return database
        .read(TENANTS, Tuple.tuple())
        .map(
            found -> {
              List<String> tenants = new ArrayList<>();
              found.forEach(row -> tenants.add(row.getString("tenant_id")));
              return tenants;
            });
  }

  private Uni<Void> tidyAll(List<String> tenants, ServiceSigner signer) {
    return Multi.createFrom()
        .iterable(tenants)
        .onItem()
        .transformToUniAndConcatenate(
            tenant ->
                repeated(() -> database.write(connection -> cut(connection, tenant, signer)))
                    .chain(() -> repeated(() -> forgetFetches(tenant))))
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<Void> repeated(Supplier<Uni<Integer>> batch) {
    return Uni.createFrom()
        .deferred(() -> batch.get())
        .repeat()
        .whilst(removed -> removed == BATCH && !runs.isStopped())
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<Integer> forgetFetches(String tenant) {
    return database
        .write(
            connection ->
                connection
                    .preparedQuery(FORGET_FETCHES)
                    .execute(Tuple.of(tenant, kept.toSeconds(), BATCH)))
        .map(found -> found.rowCount());
  }

  /** Removes a batch; the number of rows. */
  private Uni<Integer> cut(SqlConnection connection, String tenant, ServiceSigner signer) {
    return rows.lock(connection, tenant)
        .chain(
            locked ->
                locked.isEmpty()
                    ? Uni.createFrom().item(0)
                    : cut(connection, tenant, signer, locked.get(0)));
  }

  private Uni<Integer> cut(
      SqlConnection connection, String tenant, ServiceSigner signer, ChainRows.LockedHead locked) {
    ChainState.Anchor anchor = locked.state().anchor();
    if (anchor == null || !anchor.isSignedBy(signer, tenant)) {
      return Uni.createFrom().item(0);
    }
    long before = locked.nowMicros() - TimeUnit.SECONDS.toMicros(kept.toSeconds());
    Link from = anchor.link();
    return rows.page(tenant, from.seq(), locked.state().end(), BATCH)
        .map(entries -> outdated(entries, before))
        .chain(entries -> remove(connection, tenant, signer, from, entries));
  }

  private static List<Entry> outdated(List<Entry> entries, long before) {
    return entries.stream().takeWhile(entry -> entry.event().recordedMicros() < before).toList();
  }

  private Uni<Integer> remove(
      SqlConnection connection,
      String tenant,
      ServiceSigner signer,
      Link from,
      List<Entry> entries) {
    ChainWalk walk = new ChainWalk(from, from.seq() + entries.size(), KeptHeads.none(), signer);
    if (entries.isEmpty() || walk.pass(entries) != null) {
      return Uni.createFrom().item(0);
    }
    byte[] signature = Head.signedAnchor(signer, tenant, walk.at());
    return rows.cut(connection, tenant, from, walk.at(), signature).replaceWith(entries.size());
  }
}
