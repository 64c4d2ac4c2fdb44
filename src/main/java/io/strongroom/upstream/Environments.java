package io.strongroom.upstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Action;
import io.strongroom.audit.Audit;
import io.strongroom.audit.Event;
import io.strongroom.coherence.Changes;
import io.strongroom.coherence.Topic;
import io.strongroom.database.Database;
import io.strongroom.database.Page;
import io.strongroom.http.Precondition;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.tenant.Keyring;
import io.strongroom.tenant.TenantLock;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jspecify.annotations.Nullable;

/** The environments of tenants. */
@Singleton
public class Environments {
  static final String TOKEN_ENDPOINT = "tokenEndpoint";
  static final String BASE_URL = "baseUrl";
  static final String INTROSPECTION_ENDPOINT = "introspectionEndpoint";
  static final String REVOCATION_ENDPOINT = "revocationEndpoint";

  private final Database database;
  private final Audit audit;
  private final Changes changes;
  private final Keyring keyring;
  private final OutgoingConfig switches;
  private final ObjectMapper json;

  Environments(
      Database database,
      Audit audit,
      Changes changes,
      Keyring keyring,
      OutgoingConfig switches,
      ObjectMapper json) {
    this.database = database;
    this.audit = audit;
    this.changes = changes;
    this.keyring = keyring;
    this.switches = switches;
    this.json = json;
  }

  /**
   * Writes an environment as a whole; it holds for the next call.
   *
   * @param rebind whether secrets that are there may from now on go to another origin
   */
  public Uni<Stored<Environment>> put(
      TenantId tenant,
      EnvironmentName name,
      EnvironmentSettings settings,
      Precondition precondition,
      boolean rebind) {
    Origins origins = Origins.of(endpoints(settings));
    return keyring
        .of(tenant)
        .chain(
            keys ->
                changes.entities(
                    (session, change) -> {
                      change.isAbout(Topic.of(tenant, name));
                      return TenantLock.take(session, tenant)
                          .chain(() -> find(session, tenant, name))
                          .invoke(row -> precondition.check(row == null ? null : row.revision))
                          .call(row -> requireBound(session, keys, row, origins, rebind))
                          .chain(
                              row ->
                                  write(
                                      session,
                                      tenant,
                                      name,
                                      row,
                                      settings,
                                      origins.seal(keys, tenant, name)))
                          .call(
                              stored ->
                                  audit.record(
                                      session,
                                      Event.of(Action.ENVIRONMENT_PUT, tenant, name)
                                          .with("grant", settings.grant())
                                          .where("created", stored.created())
                                          .where("rebind", rebind)));
                    }));
  }

  /** Fails with {@code environment-not-found} where there is none. */
  public Uni<Environment> get(TenantId tenant, EnvironmentName name) {
    return database.entities(session -> existing(session, tenant, name)).map(this::environment);
  }

  /** The same, for those who want no more than to know that it is there. */
  public Uni<Void> require(TenantId tenant, EnvironmentName name) {
    return database
        .read(
            "SELECT 1 FROM environment WHERE tenant_id = $1::text AND environment = $2::text",
            Tuple.of(tenant.value(), name.value()))
        .invoke(
            rows -> {
              if (rows.size() == 0) {
                throw notFound();
              }
            })
        .replaceWithVoid();
  }

  public Uni<Page<Environment>> list(TenantId tenant, Page.Request page) {
    return database
        .entities(
            session ->
                session
                    .createQuery(
                        "from EnvironmentRow where tenantId = :tenant and environment > :cursor"
                            + " order by environment",
                        EnvironmentRow.class)
                    .setParameter("tenant", tenant.value())
                    .setParameter("cursor", page.cursor())
                    .setMaxResults(page.fetch())
                    .getResultList())
        .map(
            rows ->
                Page.of(
                    rows.stream().map(this::environment).toList(), page, e -> e.name().value()));
  }

  /**
   * Removes the environment and its clients. The accounts are the vault's, which removes them
   * first, in the same transaction.
   */
  public Uni<Void> delete(
      SqlConnection connection, TenantId tenant, EnvironmentName name, Precondition precondition) {
    Tuple key = Tuple.of(tenant.value(), name.value());
    return connection
        .preparedQuery(
            "SELECT revision FROM environment WHERE tenant_id = $1::text"
                + " AND environment = $2::text FOR UPDATE")
        .execute(key)
        .invoke(rows -> check(precondition, rows))
        .chain(
            () ->
                connection
                    .preparedQuery(
                        "DELETE FROM client WHERE tenant_id = $1::text AND environment = $2::text")
                    .execute(key))
        .chain(
            () ->
                connection
                    .preparedQuery(
                        "DELETE FROM environment WHERE tenant_id = $1::text"
                            + " AND environment = $2::text")
                    .execute(key))
        .replaceWithVoid();
  }

  private static void check(Precondition precondition, RowSet<Row> rows) {
    if (rows.size() == 0) {
      throw notFound();
    }
    precondition.check(rows.iterator().next().getUUID("revision"));
  }

  private Map<String, Endpoint> endpoints(EnvironmentSettings settings) {
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    add(endpoints, TOKEN_ENDPOINT, settings.tokenEndpoint());
    add(endpoints, BASE_URL, settings.baseUrl());
    add(endpoints, REVOCATION_ENDPOINT, settings.revocationEndpoint());
    add(endpoints, INTROSPECTION_ENDPOINT, settings.introspectionEndpoint());
    return endpoints;
  }

  private void add(Map<String, Endpoint> endpoints, String member, @Nullable String text) {
    if (text != null) {
      Endpoint endpoint = Endpoint.parse(member, text, switches);
      InvalidValue.unless(
          !member.equals(BASE_URL) || endpoint.uri().getRawQuery() == null,
          member,
          "must not have a query");
      endpoints.put(member, endpoint);
    }
  }

  private Uni<Void> requireBound(
      Session session,
      TenantKeys keys,
      @Nullable EnvironmentRow row,
      Origins origins,
      boolean rebind) {
    if (row == null || rebind || origins.within(bound(keys, row))) {
      return Uni.createFrom().voidItem();
    }
    return inUse(session, row)
        .invoke(
            inUse -> {
              if (inUse) {
                throw Fault.of(
                        FaultCode.CONFLICT,
                        "An endpoint's origin cannot change while the environment has clients or"
                            + " accounts: their secrets are bound to it")
                    .exception();
              }
            })
        .replaceWithVoid();
  }

  private static Origins bound(TenantKeys keys, EnvironmentRow row) {
    return Origins.open(
        keys, new TenantId(row.tenantId), new EnvironmentName(row.environment), row.origins);
  }

  private static Uni<Boolean> inUse(Session session, EnvironmentRow row) {
    return session
        .createNativeQuery(
            "SELECT EXISTS (SELECT 1 FROM client WHERE tenant_id = ?1 AND environment = ?2)"
                + " OR EXISTS (SELECT 1 FROM account WHERE tenant_id = ?1 AND environment = ?2)",
            Boolean.class)
        .setParameter(1, row.tenantId)
        .setParameter(2, row.environment)
        .getSingleResult();
  }

  private Uni<Stored<Environment>> write(
      Session session,
      TenantId tenant,
      EnvironmentName name,
      @Nullable EnvironmentRow found,
      EnvironmentSettings settings,
      Sealed origins) {
    EnvironmentRow row = found == null ? new EnvironmentRow() : found;
    row.tenantId = tenant.value();
    row.environment = name.value();
    row.revision = UUID.randomUUID();
    row.grantType = settings.grant();
    row.defaultClientId =
        settings.defaultClientId() == null ? null : settings.defaultClientId().value();
    row.settings = write(settings);
    row.origins = origins.bytes();
    row.keyVersion = origins.keyVersion();
    Uni<Void> written = found == null ? session.persist(row).call(session::flush) : session.flush();
    return written.replaceWith(() -> new Stored<>(environment(row), found == null));
  }

  private Environment environment(EnvironmentRow row) {
    return new Environment(new EnvironmentName(row.environment), row.revision, read(row.settings));
  }

  private String write(EnvironmentSettings settings) {
    try {
      return json.writeValueAsString(settings);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("settings cannot be written", e);
    }
  }

  EnvironmentSettings read(String settings) {
    try {
      return json.readValue(settings, EnvironmentSettings.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored settings cannot be read", e);
    }
  }

  /** The item is null where there is none. */
  private static Uni<EnvironmentRow> find(Session session, TenantId tenant, EnvironmentName name) {
    return session.find(EnvironmentRow.class, new EnvironmentRow.Key(tenant.value(), name.value()));
  }

  static Uni<EnvironmentRow> existing(Session session, TenantId tenant, EnvironmentName name) {
    return find(session, tenant, name).onItem().ifNull().failWith(Environments::notFound);
  }

  private static RuntimeException notFound() {
    return Fault.of(FaultCode.ENVIRONMENT_NOT_FOUND, "There is no such environment").exception();
  }
}
