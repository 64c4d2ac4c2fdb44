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
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import io.strongroom.token.KeyId;
import io.strongroom.token.RandomId;
import io.strongroom.token.TenantId;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** The API keys of tenants. */
@Singleton
public class ApiKeys {
  /** Living keys a tenant; more are a sign of keys that nobody deletes. */
  static final int MAX_KEYS = 30;

  private final Database database;
  private final Audit audit;
  private final Changes changes;
  private final InstantSource clock;
  private final RandomGenerator random = new SecureRandom();

  ApiKeys(Database database, Audit audit, Changes changes, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.changes = changes;
    this.clock = clock;
  }

  /** A new key; a name that a living key has, and a key too many, are conflicts. */
  public Uni<IssuedKey> create(TenantId tenant, KeyRequest request) {
    ApiKey key = ApiKey.random(random);
    ApiKeyRow row = new ApiKeyRow();
    row.tenantId = tenant.value();
    row.keyId = RandomId.next(random);
    row.name = request.name().value();
    row.revision = UUID.randomUUID();
    row.authScopes = request.authScopes().toArray(String[]::new);
    row.createdAt = clock.instant();
    row.expiresAt = request.expiresAt();
    return database
        .entities(
            session ->
                TenantLock.take(session, tenant)
                    .call(() -> room(session, tenant))
                    .call(() -> session.persist(row))
                    .call(session::flush)
                    .call(() -> enterInDirectory(session, row, key))
                    .call(() -> audit.record(session, event(Action.KEY_CREATED, row))))
        .onFailure(Constraint.violated("api_key_name"))
        .transform(e -> nameTaken())
        .replaceWith(() -> new IssuedKey(KeyMetadata.of(row), key));
  }

  public Uni<Page<KeyMetadata>> list(TenantId tenant, Page.Request page) {
    return database
        .entities(
            session ->
                session
                    .createQuery(
                        "from ApiKeyRow where tenantId = :tenant and deletedAt is null"
                            + " and keyId > :cursor order by keyId",
                        ApiKeyRow.class)
                    .setParameter("tenant", tenant.value())
                    .setParameter("cursor", page.cursor())
                    .setMaxResults(page.fetch())
                    .getResultList())
        .map(
            rows ->
                Page.of(rows.stream().map(KeyMetadata::of).toList(), page, k -> k.keyId().value()));
  }

  /** Fails with {@code not-found} for a key that the tenant does not have or has deleted. */
  public Uni<KeyMetadata> get(TenantId tenant, KeyId key) {
    return database.entities(session -> living(session, tenant, key)).map(KeyMetadata::of);
  }

  /** Takes effect with the next call that the key makes. */
  public Uni<KeyMetadata> change(
      TenantId tenant, KeyId key, KeyChange change, Precondition precondition) {
    return changes
        .entities(
            (session, underWay) -> {
              underWay.isAbout(Topic.of(tenant, key));
              return locked(session, tenant, key, precondition)
                  .invoke(row -> apply(row, change))
                  .call(row -> audit.record(session, event(Action.KEY_CHANGED, row)));
            })
        .onFailure(Constraint.violated("api_key_name"))
        .transform(e -> nameTaken())
        .map(KeyMetadata::of);
  }

  /** The key answers 401 from now on; its row stays, so that the answer can say "revoked". */
  public Uni<Void> delete(TenantId tenant, KeyId key, Precondition precondition) {
    return changes
        .entities(
            (session, change) -> {
              change.isAbout(Topic.of(tenant, key));
              return locked(session, tenant, key, precondition)
                  .invoke(row -> row.deletedAt = clock.instant())
                  .call(row -> audit.record(session, event(Action.KEY_DELETED, row)));
            })
        .replaceWithVoid();
  }

  private static Event event(Action action, ApiKeyRow row) {
    Event event =
        Event.of(action, new TenantId(row.tenantId))
            .target(row.keyId)
            .with("name", row.name)
            .with("authScopes", String.join(" ", row.authScopes));
    return row.expiresAt == null ? event : event.with("expiresAt", row.expiresAt.toString());
  }

  private static void apply(ApiKeyRow row, KeyChange change) {
    row.revision = UUID.randomUUID();
    if (change.name() != null) {
      row.name = change.name().value();
    }
    if (change.authScopes() != null) {
      row.authScopes = change.authScopes().toArray(String[]::new);
    }
    if (change.expiresAt() != null) {
      row.expiresAt = change.expiresAt();
    }
  }

  /** Exact, because keys of one tenant are made one after the other. */
  private static Uni<Void> room(Session session, TenantId tenant) {
    return session
        .createQuery(
            "select count(*) from ApiKeyRow where tenantId = :tenant and deletedAt is null",
            Long.class)
        .setParameter("tenant", tenant.value())
        .getSingleResult()
        .invoke(
            count -> {
              if (count >= MAX_KEYS) {
                throw Fault.of(
                        FaultCode.CONFLICT, "The tenant has " + MAX_KEYS + " keys, the most it may")
                    .exception();
              }
            })
        .replaceWithVoid();
  }

  private static Uni<Integer> enterInDirectory(Session session, ApiKeyRow row, ApiKey key) {
    return session
        .createNativeQuery(
            "INSERT INTO api_key_directory (key_hash, tenant_id, key_id) VALUES (?1, ?2, ?3)")
        .setParameter(1, key.hash())
        .setParameter(2, row.tenantId)
        .setParameter(3, row.keyId)
        .executeUpdate();
  }

  private static Uni<ApiKeyRow> locked(
      Session session, TenantId tenant, KeyId key, Precondition precondition) {
    return TenantLock.take(session, tenant)
        .chain(() -> living(session, tenant, key))
        .invoke(row -> precondition.check(row.revision));
  }

  private static Uni<ApiKeyRow> living(Session session, TenantId tenant, KeyId key) {
    return session
        .find(ApiKeyRow.class, new ApiKeyRow.Key(tenant.value(), key.value()))
        .onItem()
        .transform(
            row -> {
              if (row == null || row.deletedAt != null) {
                throw Fault.of(FaultCode.NOT_FOUND, "There is no such API key").exception();
              }
              return row;
            });
  }

  private static FaultException nameTaken() {
    return Fault.of(FaultCode.CONFLICT, "name: another key of the tenant has this name")
        .exception();
  }
}
