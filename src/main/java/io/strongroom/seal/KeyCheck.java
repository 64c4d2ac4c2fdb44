package io.strongroom.seal;

import com.google.crypto.tink.Aead;
import io.strongroom.database.StartRefused;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Binds a database to one key-encryption key: a known text, sealed once by the first instance.
 *
 * <p>The key is made before the value is inserted, so that no database ever holds a value whose key
 * was never durable.
 */
final class KeyCheck {
  private final DataSource database;

  /**
   * What a database is bound to.
   *
   * @param wrapping the version of the key that wraps: the one that has sealed the check value
   */
  record Bound(Kek kek, int wrapping) {
    Aead wrappingKey() {
      Aead key = kek.find(wrapping);
      if (key == null) {
        throw new IllegalStateException("the key that wraps is not among the keys that open");
      }
      return key;
    }
  }

  KeyCheck(DataSource database) {
    this.database = database;
  }

  /**
   * The keys that open this database, and which of them wraps.
   *
   * @throws StartRefused if the key is missing or is another database's
   */
  Bound bind(KeyEncryptionKey key) {
    try (Connection connection = database.getConnection()) {
      Optional<byte[]> value = read(connection);
      return value.isPresent() ? existing(key, value.get()) : first(connection, key);
    } catch (SQLException e) {
      throw new StartRefused("The key check cannot be read from the database", e);
    }
  }

  private static Bound existing(KeyEncryptionKey key, byte[] value) {
    Kek found =
        key.find()
            .orElseThrow(
                () ->
                    new StartRefused(
                        "This database is sealed with a key-encryption key, and "
                            + key
                            + " does not exist: put the key of this database there"
                            + " or name it with STRONGROOM_KEK"));
    if (!KnownText.opens(found.any(), value)) {
      throw refused(key);
    }
    return new Bound(found, new Sealed(value).keyVersion());
  }

  private static Bound first(Connection connection, KeyEncryptionKey key) throws SQLException {
    Optional<Kek> found = key.find();
    Kek kek = found.orElseGet(key::make);
    insert(connection, KnownText.seal(kek.any()));
    byte[] winner = read(connection).orElseThrow();
    if (!KnownText.opens(kek.any(), winner)) {
      if (found.isEmpty()) {
        key.discard();
      }
      throw refused(key);
    }
    return new Bound(kek, new Sealed(winner).keyVersion());
  }

  private static StartRefused refused(KeyEncryptionKey key) {
    return new StartRefused(
        "The key-encryption key "
            + key
            + " does not open this database: all instances over one database share one key");
  }

  private static Optional<byte[]> read(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("SELECT check_value FROM key_check");
        ResultSet rows = select.executeQuery()) {
      return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
    }
  }

  private static void insert(Connection connection, byte[] value) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO key_check (check_value) VALUES (?) ON CONFLICT DO NOTHING")) {
      insert.setBytes(1, value);
      insert.executeUpdate();
    }
  }
}
