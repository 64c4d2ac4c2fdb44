package io.strongroom.seal;

import com.google.crypto.tink.Aead;
import io.strongroom.database.StartRefused;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Binds a database to one key-encryption key: a known text, sealed once by the first instance.
 *
 * <p>The key is made before the value is inserted, so that no database ever holds a value whose key
 * was never durable.
 */
final class KeyCheck {
  private static final byte[] TEXT = "strongroom".getBytes(StandardCharsets.UTF_8);
  private static final byte[] DATA = "key_check".getBytes(StandardCharsets.UTF_8);

  private final DataSource database;

  KeyCheck(DataSource database) {
    this.database = database;
  }

  /**
   * The key that opens this database.
   *
   * @throws StartRefused if the key is missing or is another database's
   */
  Aead bind(KeyEncryptionKey key) {
    try (Connection connection = database.getConnection()) {
      Optional<byte[]> value = read(connection);
      return value.isPresent() ? existing(key, value.get()) : first(connection, key);
    } catch (SQLException e) {
      throw new StartRefused("The key check cannot be read from the database", e);
    }
  }

  private static Aead existing(KeyEncryptionKey key, byte[] value) {
    Aead found =
        key.find()
            .orElseThrow(
                () ->
                    new StartRefused(
                        "This database is sealed with a key-encryption key, and "
                            + key
                            + " does not exist: put the key of this database there"
                            + " or name it with STRONGROOM_KEK"));
    if (!opens(found, value)) {
      throw refused(key);
    }
    return found;
  }

  private static Aead first(Connection connection, KeyEncryptionKey key) throws SQLException {
    Optional<Aead> found = key.find();
    Aead kek = found.orElseGet(key::make);
    insert(connection, seal(kek));
    byte[] winner = read(connection).orElseThrow();
    if (!opens(kek, winner)) {
      if (found.isEmpty()) {
        key.discard();
      }
      throw refused(key);
    }
    return kek;
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

  private static byte[] seal(Aead kek) {
    try {
      return kek.encrypt(TEXT, DATA);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing the key check failed", e);
    }
  }

  private static boolean opens(Aead kek, byte[] value) {
    try {
      return Arrays.equals(kek.decrypt(value, DATA), TEXT);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
