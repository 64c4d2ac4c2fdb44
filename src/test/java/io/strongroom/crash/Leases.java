package io.strongroom.crash;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** Claims as the database has them. */
final class Leases {
  private static final String HELD =
      "SELECT uid FROM claim WHERE tenant_id = ? AND state = 'claimed'";

  private static final String RUNNING =
      "SELECT count(*) FROM claim WHERE tenant_id = ? AND uid = ANY (?) AND state = 'claimed'"
          + " AND lease_until > clock_timestamp()";

  private Leases() {}

  /** The accounts whose claim nobody has ended. */
  static Set<String> held(Connection database, String tenantId) throws SQLException {
    try (PreparedStatement select = database.prepareStatement(HELD)) {
      select.setString(1, tenantId);
      Set<String> uids = new HashSet<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          uids.add(rows.getString(1));
        }
      }
      return uids;
    }
  }

  /** Whether the lease of each of these accounts is over. */
  static boolean areOver(Connection database, String tenantId, Set<String> uids)
      throws SQLException {
    try (PreparedStatement select = database.prepareStatement(RUNNING)) {
      select.setString(1, tenantId);
      select.setArray(2, database.createArrayOf("text", uids.toArray()));
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1) == 0;
      }
    }
  }
}
