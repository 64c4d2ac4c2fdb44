package io.strongroom.seal;

import io.strongroom.database.StartRefused;
import io.strongroom.token.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Writes down, at the start, which keys a database uses that does not say so yet: one of an older
 * schema, and a new one. What is there is left as it is.
 */
final class KeyRegister {
  private static final String KEK =
      "INSERT INTO kek_key (kek_version) SELECT ?"
          + " WHERE NOT EXISTS (SELECT 1 FROM kek_key) ON CONFLICT DO NOTHING";

  /** Until the first rotation there is one key, and it has wrapped everything. */
  private static final String WRAPPED =
      "UPDATE tenant SET kek_version = ? WHERE kek_version IS NULL AND keyset IS NOT NULL";

  private static final String SIGNER =
      "UPDATE audit_key SET kek_version = ? WHERE kek_version IS NULL";

  private static final String UNREGISTERED =
      "SELECT tenant_id, keyset, lookup_keyset, kek_version FROM tenant t WHERE keyset IS NOT NULL"
          + " AND NOT EXISTS (SELECT 1 FROM tenant_key k WHERE k.tenant_id = t.tenant_id)";

  private static final String REGISTER =
      "INSERT INTO tenant_key (tenant_id, key_version) VALUES (?, ?) ON CONFLICT DO NOTHING";

  private final DataSource database;

  KeyRegister(DataSource database) {
    this.database = database;
  }

  void complete(KeyCheck.Bound bound) {
    try (Connection connection = database.getConnection()) {
      execute(connection, KEK, bound.wrapping());
      execute(connection, WRAPPED, bound.wrapping());
      execute(connection, SIGNER, bound.wrapping());
      register(connection, new Sealing(bound));
    } catch (SQLException e) {
      throw new StartRefused("The keys in use cannot be written down", e);
    }
  }

  private static void register(Connection connection, Sealing sealing) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(UNREGISTERED);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        TenantId tenant = new TenantId(rows.getString(1));
        TenantKeys keys =
            sealing.openKeys(
                tenant, new WrappedKeys(rows.getBytes(2), rows.getBytes(3), rows.getInt(4)));
        execute(connection, REGISTER, tenant.value(), keys.keyVersion());
      }
    }
  }

  private static void execute(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.execute();
    }
  }
}
