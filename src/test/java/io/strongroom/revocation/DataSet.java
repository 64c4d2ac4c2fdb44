package io.strongroom.revocation;

import io.strongroom.database.ServiceProcess;
import io.strongroom.seal.Place;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.seal.TestTenantKeys;
import io.strongroom.service.VaultTenant;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.SecretText;
import io.strongroom.token.Slot;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of one tenant, sealed and stored as if providers had given them. Each user has one of
 * every client in the environment that can revoke, and one in an environment that cannot.
 */
final class DataSet {
  static final String REVOCABLE = "production";
  static final String SILENT = "team-testing";
  static final List<String> KEYS = List.of("firstkey", "secondkey");
  static final Instant OLD =
      Instant.now().minus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
  static final Instant YOUNG = OLD.plus(1, ChronoUnit.HOURS);

  private static final int BATCH = 1_000;

  private static final String ACCOUNT =
      "INSERT INTO account (tenant_id, environment, uid, since) VALUES (?, ?, ?, now())"
          + " ON CONFLICT DO NOTHING";

  private static final String TOKEN =
      "INSERT INTO client_token (tenant_id, environment, uid, client_id, generation, token,"
          + " key_version, token_hash, token_type, scopes, issued_at, expires_at, refresh_after,"
          + " key_id) VALUES (?, ?, ?, ?, 1, ?, ?, ?, 'Bearer', '{}', ?,"
          + " now() + interval '1 hour', now() + interval '50 minutes', ?)";

  /** One token, as the naive twin of a revocation knows it. */
  record Held(String environment, String uid, String client, String key, boolean old) {
    String value() {
      return "token-of-" + uid + "-" + client + "-" + environment;
    }

    Instant issued() {
      return old ? OLD : YOUNG;
    }
  }

  private final VaultTenant tenant;
  private final List<Held> held = new ArrayList<>();

  private DataSet(VaultTenant tenant, List<String> clients, int many) {
    this.tenant = tenant;
    int ofUser = clients.size() + 1;
    for (int i = 0; i < many; i++) {
      int user = i / ofUser;
      boolean revocable = i % ofUser < clients.size();
      held.add(
          new Held(
              revocable ? REVOCABLE : SILENT,
              "user-" + user,
              clients.get(revocable ? i % ofUser : 0),
              KEYS.get(user % KEYS.size()),
              user % 3 == 0));
    }
  }

  /** Plants so many tokens of these clients into the service's own database. */
  static DataSet plant(ServiceProcess service, VaultTenant tenant, List<String> clients, int many)
      throws SQLException, IOException {
    DataSet set = new DataSet(tenant, clients, many);
    try (Connection connection = service.connect()) {
      connection.setAutoCommit(false);
      set.plant(connection, keys(service, connection, tenant));
      connection.commit();
    }
    return set;
  }

  VaultTenant tenant() {
    return tenant;
  }

  List<Held> held() {
    return held;
  }

  /** How many tokens the tenant's slots hold. */
  int living(ServiceProcess service) throws SQLException, IOException {
    try (Connection connection = service.connect();
        PreparedStatement count =
            connection.prepareStatement(
                "SELECT count(token) FROM client_token WHERE tenant_id = ?")) {
      count.setString(1, tenant.id());
      try (ResultSet rows = count.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  private static TenantKeys keys(ServiceProcess service, Connection connection, VaultTenant tenant)
      throws SQLException {
    try (PreparedStatement find =
        connection.prepareStatement(
            "SELECT keyset, lookup_keyset FROM tenant WHERE tenant_id = ?")) {
      find.setString(1, tenant.id());
      try (ResultSet row = find.executeQuery()) {
        row.next();
        return TestTenantKeys.of(
            service.dataDirectory().resolve("kek.json"),
            new TenantId(tenant.id()),
            row.getBytes(1),
            row.getBytes(2));
      }
    }
  }

  private void plant(Connection connection, TenantKeys keys) throws SQLException {
    try (PreparedStatement accounts = connection.prepareStatement(ACCOUNT);
        PreparedStatement tokens = connection.prepareStatement(TOKEN)) {
      for (int i = 0; i < held.size(); i++) {
        add(held.get(i), keys, accounts, tokens);
        if (i % BATCH == BATCH - 1 || i == held.size() - 1) {
          accounts.executeBatch();
          tokens.executeBatch();
        }
      }
    }
  }

  private void add(Held one, TenantKeys keys, PreparedStatement accounts, PreparedStatement tokens)
      throws SQLException {
    Slot slot =
        new Slot(
            new TenantId(tenant.id()),
            new EnvironmentName(one.environment()),
            new Uid(one.uid()),
            new ClientId(one.client()));
    SecretText value = SecretText.of(one.value());
    Sealed sealed = keys.seal(value, Place.of(slot, "client_token", "token"));
    set(accounts, tenant.id(), one.environment(), one.uid());
    set(
        tokens,
        tenant.id(),
        one.environment(),
        one.uid(),
        one.client(),
        sealed.bytes(),
        sealed.keyVersion(),
        keys.hash(value).bytes().getBytes(),
        one.issued().atOffset(ZoneOffset.UTC),
        one.key());
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    statement.addBatch();
  }
}
