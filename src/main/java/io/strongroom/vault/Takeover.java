package io.strongroom.vault;

import io.strongroom.database.DataDirectory;
import io.strongroom.database.StartRefused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Takes a data directory's identity over from its former life.
 *
 * <p>In the same place the directory's lock proves that the former life is over. In another place
 * the directory may be a copy: then its lease must have lapsed first, and a lease that is renewed
 * refuses the start.
 */
final class Takeover {
  /** How long a life counts as alive after each sign of it. */
  static final Duration LEASE = Duration.ofSeconds(3);

  private static final String IDENTITY = "instance.id";

  /** Leases that are awaited: one that is renewed meanwhile belongs to a living service. */
  private static final int PATIENCE = 2;

  private static final String FIND =
      "SELECT lease_until > clock_timestamp() AND place <> ? AS elsewhere"
          + " FROM instance WHERE instance_id = ? FOR UPDATE";

  private static final String TAKE_OVER =
      "INSERT INTO instance (instance_id, life_id, place, lease_until)"
          + " VALUES (?, ?, ?, clock_timestamp() + ? * interval '1 second')"
          + " ON CONFLICT (instance_id) DO UPDATE SET life_id = excluded.life_id,"
          + " place = excluded.place, lease_until = excluded.lease_until,"
          + " started_at = clock_timestamp()";

  private static final String BE_BORN = "INSERT INTO life (life_id, instance_id) VALUES (?, ?)";

  /** Ended without a record: the next one who asks resolves it by the rules of the grant. */
  private static final String END_FORMER_CLAIMS =
      "UPDATE claim SET state = 'unknown', lease_until = clock_timestamp()"
          + " WHERE state = 'claimed' AND life_id IN"
          + " (SELECT life_id FROM life WHERE instance_id = ? AND settled_at IS NULL)";

  private static final String FORGET_LIVES =
      "DELETE FROM life WHERE instance_id = ?"
          + " AND settled_at < clock_timestamp() - interval '90 days'";

  private final DataDirectory directory;
  private final UUID life;

  private Takeover(DataDirectory directory, UUID life) {
    this.directory = directory;
    this.life = life;
  }

  /**
   * @return the directory's identity, which is the new life's now
   */
  static UUID of(DataDirectory directory, DataSource database, UUID life) {
    try {
      return new Takeover(directory, life).run(database);
    } catch (SQLException | IOException e) {
      throw new StartRefused("The data directory's identity cannot be taken over", e);
    }
  }

  private UUID run(DataSource database) throws SQLException, IOException {
    UUID instance = identity();
    String place = place();
    for (int turn = 0; turn <= PATIENCE; turn++) {
      try (Connection connection = database.getConnection()) {
        connection.setAutoCommit(false);
        if (isFree(connection, instance, place)) {
          take(connection, instance, place);
          connection.commit();
          return instance;
        }
        connection.rollback();
        awaitLease(connection, instance);
      }
    }
    throw new StartRefused(
        "This data directory is a copy of one that another service is running on; give this one a"
            + " directory of its own (STRONGROOM_DATA_DIR), or remove "
            + IDENTITY
            + " from the copy.");
  }

  private UUID identity() throws IOException {
    byte[] made = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    if (directory.createSecret(IDENTITY, made)) {
      return UUID.fromString(new String(made, StandardCharsets.US_ASCII));
    }
    byte[] kept = directory.readSecret(IDENTITY).orElseThrow();
    return UUID.fromString(new String(kept, StandardCharsets.US_ASCII).trim());
  }

  /** Host, path and lock file: a copy differs in one of them. */
  private String place() throws IOException {
    Object file = Files.readAttributes(directory.file("lock"), BasicFileAttributes.class).fileKey();
    return host() + " " + directory.path() + " " + file;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static boolean isFree(Connection connection, UUID instance, String place)
      throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(FIND)) {
      find.setString(1, place);
      find.setObject(2, instance);
      try (ResultSet rows = find.executeQuery()) {
        return !rows.next() || !rows.getBoolean("elsewhere");
      }
    }
  }

  private void take(Connection connection, UUID instance, String place) throws SQLException {
    execute(connection, END_FORMER_CLAIMS, instance);
    execute(connection, FORGET_LIVES, instance);
    execute(connection, TAKE_OVER, instance, life, place, LEASE.toSeconds());
    execute(connection, BE_BORN, life, instance);
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

  /** Waits in the database, by the clock that the lease is told in. */
  private static void awaitLease(Connection connection, UUID instance) throws SQLException {
    connection.setAutoCommit(true);
    execute(
        connection,
        "SELECT pg_sleep(greatest(0, extract(epoch FROM lease_until - clock_timestamp())) + 0.1)"
            + " FROM instance WHERE instance_id = ?",
        instance);
  }
}
