package io.strongroom.tenant;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Action;
import io.strongroom.audit.Audit;
import io.strongroom.audit.Event;
import io.strongroom.coherence.Changes;
import io.strongroom.coherence.Topic;
import io.strongroom.database.Constraint;
import io.strongroom.database.Database;
import io.strongroom.database.Page;
import io.strongroom.http.Precondition;
import io.strongroom.seal.Sealing;
import io.strongroom.seal.WrappedKeys;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import io.strongroom.token.Name;
import io.strongroom.token.RandomId;
import io.strongroom.token.TenantId;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** The customers of the service. */
@Singleton
public class Tenants {
  private final Database database;
  private final Audit audit;
  private final Changes changes;
  private final Sealing sealing;
  private final InstantSource clock;
  private final RandomGenerator random = new SecureRandom();

  Tenants(Database database, Audit audit, Changes changes, Sealing sealing, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.changes = changes;
    this.sealing = sealing;
    this.clock = clock;
  }

  /** A new tenant with keysets of its own; a name that is taken is a conflict. */
  public Uni<Tenant> create(Name name) {
    TenantId id = new TenantId(RandomId.next(random));
    WrappedKeys keys = sealing.makeKeys(id);
    TenantRow row = new TenantRow();
    row.tenantId = id.value();
    row.name = name.value();
    row.revision = UUID.randomUUID();
    row.keyset = keys.data();
    row.lookupKeyset = keys.lookup();
    row.kekVersion = keys.kekVersion();
    row.createdAt = clock.instant();
    return database
        .entities(
            session ->
                session
                    .persist(row)
                    .call(session::flush)
                    .call(() -> register(session, id, sealing.openKeys(id, keys).keyVersion()))
                    .call(
                        () ->
                            audit.record(
                                session,
                                Event.of(Action.TENANT_CREATED, id).with("name", name.value()))))
        .onFailure(Constraint.violated("tenant_name"))
        .transform(e -> nameTaken())
        .replaceWith(() -> Tenant.of(row));
  }

  /** Fails with {@code not-found} for a tenant that does not exist or was deleted. */
  public Uni<Tenant> get(TenantId id) {
    return database.entities(session -> living(session, id)).map(Tenant::of);
  }

  public Uni<Page<Tenant>> list(Page.Request page) {
    return database
        .entities(
            session ->
                session
                    .createQuery(
                        "from TenantRow where deletedAt is null and tenantId > :cursor"
                            + " order by tenantId",
                        TenantRow.class)
                    .setParameter("cursor", page.cursor())
                    .setMaxResults(page.fetch())
                    .getResultList())
        .map(
            rows ->
                Page.of(rows.stream().map(Tenant::of).toList(), page, t -> t.tenantId().value()));
  }

  /** Gives a tenant another name; one that is taken is a conflict. */
  public Uni<Tenant> rename(TenantId id, Name name, Precondition precondition) {
    return changes
        .entities(
            (session, change) -> {
              change.isAbout(Topic.of(id));
              return locked(session, id, precondition)
                  .invoke(row -> row.name = name.value())
                  .invoke(row -> row.revision = UUID.randomUUID())
                  .call(session::flush)
                  .call(
                      () ->
                          audit.record(
                              session,
                              Event.of(Action.TENANT_CHANGED, id).with("name", name.value())));
            })
        .onFailure(Constraint.violated("tenant_name"))
        .transform(e -> nameTaken())
        .map(Tenant::of);
  }

  /**
   * Ends a tenant: its keys answer 401 from now on and nothing of it opens again. What is left of
   * it is purged later, in batches.
   */
  public Uni<Void> delete(TenantId id, Precondition precondition) {
    return changes
        .entities(
            (session, change) -> {
              change.isAbout(Topic.of(id));
              return locked(session, id, precondition)
                  .invoke(this::bury)
                  .call(() -> audit.record(session, Event.of(Action.TENANT_DELETED, id)));
            })
        .replaceWithVoid();
  }

  private void bury(TenantRow row) {
    row.deletedAt = clock.instant();
    row.keyset = null;
    row.lookupKeyset = null;
    row.kekVersion = null;
  }

  /** Rows may refer to the key from now on. */
  private static Uni<Integer> register(Session session, TenantId tenant, int keyVersion) {
    return session
        .createNativeQuery("INSERT INTO tenant_key (tenant_id, key_version) VALUES (?1, ?2)")
        .setParameter(1, tenant.value())
        .setParameter(2, keyVersion)
        .executeUpdate();
  }

  private static Uni<TenantRow> locked(Session session, TenantId id, Precondition precondition) {
    return TenantLock.take(session, id)
        .chain(() -> living(session, id))
        .invoke(row -> precondition.check(row.revision));
  }

  private static Uni<TenantRow> living(Session session, TenantId id) {
    return session
        .find(TenantRow.class, id.value())
        .onItem()
        .transform(
            row -> {
              if (row == null || row.deletedAt != null) {
                throw Fault.of(FaultCode.NOT_FOUND, "There is no such tenant").exception();
              }
              return row;
            });
  }

  private static FaultException nameTaken() {
    return Fault.of(FaultCode.CONFLICT, "name: another tenant has this name").exception();
  }
}
