package io.strongroom.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What instances cost that nobody asks. {@code -Dcluster.idleSeconds} is how long it is watched.
 */
@Tag("faults")
class IdleIT {
  private static final Duration WATCHED =
      Duration.ofSeconds(Integer.getInteger("cluster.idleSeconds", 10));
  private static final double MOST_TRANSACTIONS_A_SECOND = 20;

  /** The server tells of transactions with some delay. */
  private static final String TRANSACTIONS =
      "SELECT xact_commit + xact_rollback FROM pg_stat_database"
          + " WHERE datname = current_database()";

  @Test
  void idleInstanceLeavesItsDatabaseAlone(@TempDir Path folder) throws SQLException {
    try (Cluster cluster = Cluster.start(folder, Map.of());
        Connection connection = cluster.postgres().connect()) {
      watch(connection, cluster);
      double[] figures = watch(connection, cluster);
      System.out.printf(
          "an idle instance: %.1f transactions a second, %.1f %% of a core%n",
          figures[0], figures[1] * 100);
      assertTrue(figures[0] > 1, "it must renew its membership");
      assertTrue(figures[0] < MOST_TRANSACTIONS_A_SECOND, () -> figures[0] + " a second");
    }
  }

  /** Transactions a second and share of a core, of one instance. */
  private static double[] watch(Connection connection, Cluster cluster) throws SQLException {
    long before = transactions(connection);
    Duration cpu = cpu(cluster);
    long end = System.nanoTime() + WATCHED.toNanos();
    await()
        .atMost(WATCHED.plusSeconds(10))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> System.nanoTime() >= end);
    double seconds = WATCHED.toSeconds() * Cluster.INSTANCES;
    return new double[] {
      (transactions(connection) - before) / seconds,
      cpu(cluster).minus(cpu).toMillis() / 1_000.0 / seconds
    };
  }

  private static Duration cpu(Cluster cluster) {
    Duration all = Duration.ZERO;
    for (int i = 0; i < Cluster.INSTANCES; i++) {
      long pid = cluster.service(i).pid();
      all =
          all.plus(ProcessHandle.of(pid).flatMap(it -> it.info().totalCpuDuration()).orElseThrow());
    }
    return all;
  }

  private static long transactions(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TRANSACTIONS)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
