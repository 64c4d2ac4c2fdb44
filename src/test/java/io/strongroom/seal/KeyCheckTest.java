package io.strongroom.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.crypto.tink.Aead;
import io.strongroom.database.ExternalPostgres;
import io.strongroom.database.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** One database, one key-encryption key. */
class KeyCheckTest {
  private static final byte[] TEXT = {1, 2, 3};
  private static final PGSimpleDataSource DATABASE = new PGSimpleDataSource();
  private static ExternalPostgres postgres;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    postgres = ExternalPostgres.newest();
    DATABASE.setUrl("jdbc:" + postgres.url());
    DATABASE.setUser(postgres.username());
    DATABASE.setPassword(postgres.password());
    var migrated =
        Flyway.configure()
            .dataSource(DATABASE)
            .locations("classpath:db/migration")
            .load()
            .migrate();
    assertTrue(migrated.success);
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    execute("DELETE FROM key_check");
  }

  @Test
  void keyOfAnotherDatabaseIsRefusedAndLeftAlone() throws Exception {
    Aead first = bind("one.json");
    assertTrue(first != null);
    assertTrue(new FileKey(file("two.json")).make() != null);
    byte[] before = Files.readAllBytes(file("two.json"));
    StartRefused refused = assertThrows(StartRefused.class, () -> bind("two.json"));
    assertTrue(refused.getMessage().contains("does not open this database"));
    assertArrayEquals(before, Files.readAllBytes(file("two.json")));
  }

  @Test
  void databaseThatIsSealedMakesNoNewKey() {
    assertTrue(bind("one.json") != null);
    StartRefused refused = assertThrows(StartRefused.class, () -> bind("gone.json"));
    assertTrue(refused.getMessage().contains("does not exist"));
    assertFalse(Files.exists(file("gone.json")));
  }

  /** Both found the database empty; the other one's value was first. */
  @Test
  void loserOfTheFirstStartTakesItsKeyBack() {
    KeyEncryptionKey late =
        new KeyEncryptionKey() {
          private final FileKey mine = new FileKey(file("late.json"));

          @Override
          public Optional<Kek> find() {
            return mine.find();
          }

          @Override
          public Kek make() {
            Kek made = mine.make();
            assertTrue(bind("winner.json") != null);
            return made;
          }

          @Override
          public void discard() {
            mine.discard();
          }

          @Override
          public void replace(Kek present, Kek next) {
            mine.replace(present, next);
          }
        };
    assertThrows(StartRefused.class, () -> new KeyCheck(DATABASE).bind(late));
    assertFalse(Files.exists(file("late.json")));
    assertTrue(Files.exists(file("winner.json")));
  }

  @Test
  void keyThatWasBoundOpensAgain() throws Exception {
    byte[] sealed = bind("one.json").encrypt(TEXT, TEXT);
    assertArrayEquals(TEXT, bind("one.json").decrypt(sealed, TEXT));
  }

  @Test
  void keyThatWasPutThereBeforeTheFirstStartIsTaken() throws Exception {
    byte[] sealed = new FileKey(file("given.json")).make().any().encrypt(TEXT, TEXT);
    assertArrayEquals(TEXT, bind("given.json").decrypt(sealed, TEXT));
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  private Aead bind(String name) {
    return new KeyCheck(DATABASE).bind(new FileKey(file(name))).kek().any();
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = DATABASE.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
