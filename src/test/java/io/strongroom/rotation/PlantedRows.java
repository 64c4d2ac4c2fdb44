package io.strongroom.rotation;

import io.strongroom.seal.Place;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.seal.TestTenantKeys;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.SecretText;
import io.strongroom.token.Slot;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** Users with a master token and a client token each, sealed and stored as the service does. */
final class PlantedRows {
  private static final int BATCH = 1_000;

  private static final String ACCOUNT =
      "INSERT INTO account (tenant_id, environment, uid, master_token, key_version,"
          + " master_version, master_hash, since) VALUES (?, ?, ?, ?, ?, ?, ?, now())";

  private static final String TOKEN =
      "INSERT INTO client_token (tenant_id, environment, uid, client_id, generation, token,"
          + " key_version, token_hash, token_type, scopes, issued_at, expires_at, refresh_after)"
          + " VALUES (?, ?, ?, ?, 1, ?, ?, ?, 'Bearer', '{}', now() - interval '1 minute',"
          + " now() + interval '9 hours', now() + interval '8 hours')";

  private final String tenant;
  private final TenantKeys keys;

  private PlantedRows(String tenant, TenantKeys keys) {
    this.tenant = tenant;
    this.keys = keys;
  }

  static String uid(int user) {
    return "planted-" + user;
  }

  static String token(int user) {
    return "token-of-" + uid(user);
  }

  /** What a tenant's row holds: what a dump would have of it. */
  record Keysets(byte[] data, byte[] lookup) {
    static Keysets of(Connection connection, String tenant) throws SQLException {
      try (PreparedStatement find =
          connection.prepareStatement(
              "SELECT keyset, lookup_keyset FROM tenant WHERE tenant_id = ?")) {
        find.setString(1, tenant);
        try (ResultSet row = find.executeQuery()) {
          row.next();
          return new Keysets(row.getBytes(1), row.getBytes(2));
        }
      }
    }

    TenantKeys open(Path kek, String tenant) {
      return TestTenantKeys.of(kek, new TenantId(tenant), data, lookup);
    }
  }

  /** Two rows for each user. */
  static void plant(Connection connection, Path kek, VaultTenant tenant, int users)
      throws SQLException {
    TenantKeys keys = Keysets.of(connection, tenant.id()).open(kek, tenant.id());
    PlantedRows rows = new PlantedRows(tenant.id(), keys);
    connection.setAutoCommit(false);
    try (PreparedStatement accounts = connection.prepareStatement(ACCOUNT);
        PreparedStatement tokens = connection.prepareStatement(TOKEN)) {
      for (int i = 0; i < users; i++) {
        rows.add(accounts, tokens, i);
        if (i % BATCH == BATCH - 1 || i == users - 1) {
          accounts.executeBatch();
          tokens.executeBatch();
          connection.commit();
        }
      }
    }
    connection.setAutoCommit(true);
  }

  static Slot slot(String tenant, int user) {
    return new Slot(
        new TenantId(tenant),
        EnvironmentName.DEFAULT,
        new Uid(uid(user)),
        new ClientId(Upstream.CLIENT));
  }

  private void add(PreparedStatement accounts, PreparedStatement tokens, int user)
      throws SQLException {
    Slot slot = slot(tenant, user);
    SecretText master = SecretText.of("master-of-" + slot.uid().value());
    SecretText token = SecretText.of(token(user));
    Sealed sealedMaster = keys.seal(master, Place.of(slot.account(), "account", "master_token"));
    Sealed sealedToken = keys.seal(token, Place.of(slot, "client_token", "token"));
    set(
        accounts,
        tenant,
        slot.environment().value(),
        slot.uid().value(),
        sealedMaster.bytes(),
        sealedMaster.keyVersion(),
        UUID.randomUUID(),
        keys.hash(master).bytes().getBytes());
    set(
        tokens,
        tenant,
        slot.environment().value(),
        slot.uid().value(),
        slot.client().value(),
        sealedToken.bytes(),
        sealedToken.keyVersion(),
        keys.hash(token).bytes().getBytes());
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    statement.addBatch();
  }
}
