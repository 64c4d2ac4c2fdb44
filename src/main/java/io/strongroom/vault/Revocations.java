package io.strongroom.vault;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Actor;
import io.strongroom.audit.Audit;
import io.strongroom.coherence.Changes;
import io.strongroom.database.Database;
import io.strongroom.database.Joined;
import io.strongroom.database.Page;
import io.strongroom.revocation.UpstreamReport;
import io.strongroom.seal.LookupHash;
import io.strongroom.seal.TenantKeys;
import io.strongroom.tenant.Keyring;
import io.strongroom.tenant.TenantLock;
import io.strongroom.token.RevocationId;
import io.strongroom.token.TenantId;
import io.strongroom.work.Recurring;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Revokes: first here, batch after batch, then upstream. A revocation is a row before its first
 * batch; whoever works on it may die, and another instance or the next life goes on behind its
 * cursor.
 */
@Singleton
public class Revocations {
  private static final Logger LOG = Logger.getLogger(Revocations.class);

  /** What is done within the call; the rest goes on without the caller. */
  private static final int BATCHES_OF_A_CALL = 2;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Database database;
  private final Audit audit;
  private final Changes changes;
  private final Keyring keyring;
  private final Detached detached;
  private final RevocationRows rows;
  private final RevocationBatch batch;
  private final FormerTokens former;
  private final UpstreamReport upstream;
  private final Recurring looks;

  Revocations(
      Database database,
      Audit audit,
      Changes changes,
      Keyring keyring,
      Detached detached,
      RevocationRows rows,
      RevocationBatch batch,
      FormerTokens former,
      UpstreamReport upstream) {
    this.database = database;
    this.audit = audit;
    this.changes = changes;
    this.keyring = keyring;
    this.detached = detached;
    this.rows = rows;
    this.batch = batch;
    this.former = former;
    this.upstream = upstream;
    this.looks = new Recurring("unfinished revocations", () -> detached.run(this::resume));
  }

  void begin(@Observes StartupEvent start, Vertx vertx) {
    looks.every(LOOK_EVERY, vertx);
  }

  /** Before detached works are awaited: none of them is to begin another batch. */
  void stop(@Observes @Priority(1) ShutdownEvent stop) {
    looks.stop();
  }

  /**
   * Revokes what matches, or counts it. A small revocation has ended when this answers; a larger
   * one goes on by itself, and no caller can cancel it.
   *
   * <p>Fails with {@code environment-not-found} where the environment that is named does not exist.
   */
  public Uni<RevocationReport> revoke(TenantId tenant, RevocationRequest request) {
    Actor by = audit.actor();
    return keyring
        .of(tenant)
        .chain(
            keys ->
                request.isDryRun()
                    ? dryRun(tenant, request, keys)
                    : Joined.to(detached.run(() -> start(tenant, request, keys, by)))
                        .chain(made -> report(tenant, new RevocationId(made.id()))));
  }

  /**
   * What it counts as revoked is served by nobody any more.
   *
   * <p>Fails with {@code not-found} where the tenant has no such revocation.
   */
  public Uni<RevocationReport> report(TenantId tenant, RevocationId id) {
    return rows.progress(tenant, id.value())
        .call(() -> changes.settled(tenant))
        .chain(
            progress ->
                upstream
                    .counts(tenant, id.value())
                    .map(
                        counts ->
                            new RevocationReport(
                                id.value(), progress.matched(), progress.revoked(), counts)));
  }

  /**
   * The tokens that upstreams are asked to revoke, each with what came of it.
   *
   * @param outcome those alone of which this came; null for all
   */
  public Uni<Page<UpstreamReport.Token>> tokens(
      TenantId tenant, RevocationId id, @Nullable String outcome, Page.Request page) {
    return rows.progress(tenant, id.value())
        .chain(there -> upstream.tokens(tenant, id.value(), outcome, page));
  }

  private Uni<RevocationReport> dryRun(
      TenantId tenant, RevocationRequest request, TenantKeys keys) {
    return database
        .write(
            connection ->
                matching(connection, tenant, request, keys)
                    .chain(matching -> rows.count(connection, matching)))
        .map(matched -> new RevocationReport(null, matched, 0, UpstreamReport.Counts.NONE));
  }

  private Uni<Revocation> start(
      TenantId tenant, RevocationRequest request, TenantKeys keys, Actor by) {
    return database
        .write(
            connection ->
                matching(connection, tenant, request, keys)
                    .chain(matching -> insert(connection, matching, request, by))
                    .call(made -> former.end(connection, keys, made, request.token())))
        .call(made -> first(made, BATCHES_OF_A_CALL));
  }

  private Uni<Revocation> insert(
      SqlConnection connection, Matching matching, RevocationRequest request, Actor by) {
    return rows.count(connection, matching)
        .chain(
            matched ->
                rows.insert(connection, matching, request, matched, UUID.randomUUID())
                    .call(
                        made ->
                            audit.record(
                                connection, RevocationEvents.begun(made, matched).by(by))));
  }

  private Uni<Matching> matching(
      SqlConnection connection, TenantId tenant, RevocationRequest request, TenantKeys keys) {
    LookupHash hash = request.token() == null ? null : keys.hash(request.token());
    return named(connection, tenant, request)
        .chain(() -> rows.matching(connection, tenant, request, hash));
  }

  private static Uni<Void> named(
      SqlConnection connection, TenantId tenant, RevocationRequest request) {
    return request.environment() == null
        ? TenantLock.take(connection, tenant)
        : AdminLock.environment(connection, tenant, request.environment());
  }

  private Uni<Void> first(Revocation revocation, int batches) {
    if (batches == 0 || looks.isStopped()) {
      var unused = detached.run(() -> goOn(revocation));
      return Uni.createFrom().voidItem();
    }
    return batch
        .run(revocation)
        .chain(done -> done ? Uni.createFrom().voidItem() : first(revocation, batches - 1));
  }

  /** To the end, unless the service stops; either way another may go on at once. */
  private Uni<Void> goOn(Revocation revocation) {
    return Uni.createFrom()
        .deferred(() -> looks.isStopped() ? Uni.createFrom().item(true) : batch.run(revocation))
        .repeat()
        .until(done -> done)
        .collect()
        .last()
        .replaceWithVoid()
        .onFailure()
        .invoke(failure -> LOG.debug("a revocation goes on with the next who looks", failure))
        .eventually(() -> rows.release(revocation));
  }

  private Uni<Void> resume() {
    return rows.take(UUID.randomUUID())
        .chain(found -> found.isEmpty() ? Uni.createFrom().voidItem() : goOn(found.get()));
  }
}
