package io.strongroom.service;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Makes every instance forget what it remembers, as a change of the service's own would. */
public final class Forgetting {
  private static final String TELL =
      "INSERT INTO inbox (member_id, change_id, tenant_id, topics)"
          + " SELECT member_id, gen_random_uuid(), tenant_id, '{tenant}' FROM member, tenant";

  private Forgetting() {}

  public static void everything(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (statement.executeUpdate(TELL) > 0) {
        statement.execute("NOTIFY strongroom");
        await()
            .atMost(Duration.ofSeconds(10))
            .pollInterval(Duration.ofMillis(5))
            .until(() -> isEmpty(statement));
      }
    }
  }

  private static boolean isEmpty(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM inbox")) {
      return rows.next() && rows.getInt(1) == 0;
    }
  }
}
