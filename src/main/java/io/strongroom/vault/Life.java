package io.strongroom.vault;

import io.quarkus.runtime.Startup;
import io.strongroom.database.DataDirectory;
import io.strongroom.database.StartRefused;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * This run of the service. A data directory has an identity that outlives runs; each run takes it
 * over and ends what the former one had claimed and cannot record any more.
 *
 * <p>The directory's lock says that the former run is over: no lease has to lapse first.
 */
@Singleton
@Startup
class Life {
  private static final String IDENTITY = "instance.id";

  private final DataDirectory directory;
  private final DataSource database;
  private final UUID id = UUID.randomUUID();

  Life(DataDirectory directory, DataSource database) {
    this.directory = directory;
    this.database = database;
  }

  UUID id() {
    return id;
  }

  @PostConstruct
  void begin() {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      UUID identity = identity();
      endFormerClaims(connection, identity);
      takeOver(connection, identity);
      connection.commit();
    } catch (SQLException | IOException e) {
      throw new StartRefused("The data directory's identity cannot be taken over", e);
    }
  }

  private UUID identity() throws IOException {
    byte[] made = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    if (directory.createSecret(IDENTITY, made)) {
      return UUID.fromString(new String(made, StandardCharsets.US_ASCII));
    }
    byte[] kept = directory.readSecret(IDENTITY).orElseThrow();
    return UUID.fromString(new String(kept, StandardCharsets.US_ASCII).trim());
  }

  /** Ended without a record: the next one who asks resolves it by the rules of the grant. */
  private static void endFormerClaims(Connection connection, UUID identity) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE claim SET state = 'unknown', lease_until = clock_timestamp()"
                + " WHERE state = 'claimed'"
                + " AND life_id = (SELECT life_id FROM instance WHERE instance_id = ?)")) {
      update.setObject(1, identity);
      update.executeUpdate();
    }
  }

  private void takeOver(Connection connection, UUID identity) throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO instance (instance_id, life_id) VALUES (?, ?)"
                + " ON CONFLICT (instance_id) DO UPDATE"
                + " SET life_id = excluded.life_id, started_at = clock_timestamp()")) {
      upsert.setObject(1, identity);
      upsert.setObject(2, id);
      upsert.executeUpdate();
    }
  }
}
