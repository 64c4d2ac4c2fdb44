package io.strongroom.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.database.ExternalPostgres;
import io.strongroom.token.TenantId;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of an older schema, whose tenants do not say yet which keys they use. */
class KeyRegisterTest {
  private static final TenantId TENANT = new TenantId("tenant01");
  private static final PGSimpleDataSource DATABASE = new PGSimpleDataSource();
  private static ExternalPostgres postgres;

  private final KeyCheck.Bound bound = TestKeysets.kek();
  private final Sealing sealing = new Sealing(bound);
  private final WrappedKeys keys = sealing.makeKeys(TENANT);

  @BeforeAll
  static void start() {
    postgres = ExternalPostgres.newest();
    DATABASE.setUrl("jdbc:" + postgres.url());
    DATABASE.setUser(postgres.username());
    DATABASE.setPassword(postgres.password());
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Test
  void keysOfAnOlderSchemaAreWrittenDownOnce() throws Exception {
    migrate("8");
    insertTenant();
    migrate("latest");

    new KeyRegister(DATABASE).complete(bound);
    new KeyRegister(DATABASE).complete(bound);

    String kek = Integer.toString(bound.wrapping());
    String data = Integer.toString(sealing.openKeys(TENANT, keys).keyVersion());
    assertEquals(List.of(kek), column("SELECT kek_version FROM kek_key"));
    assertEquals(List.of(kek), column("SELECT kek_version FROM tenant WHERE keyset IS NOT NULL"));
    assertEquals(List.of(kek), column("SELECT kek_version FROM audit_key"));
    assertEquals(
        List.of("tenant01 " + data),
        column("SELECT tenant_id || ' ' || key_version FROM tenant_key"));
  }

  private static void migrate(String target) {
    var unused =
        Flyway.configure()
            .dataSource(DATABASE)
            .locations("classpath:db/migration")
            .target(target)
            .load()
            .migrate();
  }

  private void insertTenant() throws SQLException {
    try (Connection connection = DATABASE.getConnection();
        var tenant =
            connection.prepareStatement(
                "INSERT INTO tenant (tenant_id, name, keyset, lookup_keyset) VALUES (?, 'a', ?, ?),"
                    + " ('deleted1', 'b', NULL, NULL)");
        var signer = connection.prepareStatement("INSERT INTO audit_key (keyset) VALUES (?)")) {
      tenant.setString(1, TENANT.value());
      tenant.setBytes(2, keys.data());
      tenant.setBytes(3, keys.lookup());
      tenant.executeUpdate();
      signer.setBytes(1, sealing.makeSigner().keyset());
      signer.executeUpdate();
    }
  }

  private static List<String> column(String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = DATABASE.getConnection();
        var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
