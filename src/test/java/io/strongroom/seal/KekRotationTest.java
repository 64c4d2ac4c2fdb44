package io.strongroom.seal;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.arc.Arc;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.strongroom.database.DataDirectory;
import io.strongroom.rotation.Rotating;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.token.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The key-encryption key is rotated in the running service, and the old one is destroyed. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class KekRotationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Rotating rotating = new Rotating(Service.uri(), Service.operatorKey());
  private final Path file = Arc.container().instance(DataDirectory.class).get().file("kek.json");
  private byte[] before = {};

  @BeforeEach
  void read() throws IOException {
    before = Files.readAllBytes(file);
  }

  @AfterEach
  void restoreTheMode() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void fileThatOthersMayReadIsRefused() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertRefused("has mode rw-r--r--; it must be 0600");
  }

  @Test
  void readOnlyFileIsRefused() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    assertRefused("is read-only");
  }

  @Test
  void halfWrittenFileIsRefused() throws IOException {
    try {
      Files.write(file, Arrays.copyOf(before, before.length / 2));
      assertRefused("cannot be read as a keyset: it is not a Tink keyset");
    } finally {
      Files.write(file, before);
    }
  }

  @Test
  void fileThatHasLostTheKeyIsRefused() throws Exception {
    try {
      Files.write(file, Kek.random().text());
      assertRefused("has lost the key that wraps");
    } finally {
      Files.write(file, before);
    }
  }

  @Test
  void rotationWithoutShreddingKeepsTheOldKeyInTheFile() throws Exception {
    Entrusted user = Entrusted.xToken();
    JsonPath ended = rotating.ended(rotating.begun(Map.of("kind", "kek")), PATIENCE);

    assertNull(ended.get("unreadableBefore"));
    int wraps = kekVersion(user);
    Kek kept = Kek.parse(Files.readAllBytes(file));
    assertNotNull(kept.find(wraps));
    for (int version : Kek.parse(before).versions()) {
      assertNotNull(kept.find(version), "older dumps still open");
    }
    assertEquals(1L, Service.value(Long.class, "SELECT count(*) FROM kek_key"));
  }

  @Test
  void dumpThatWasTakenBeforeAShredDoesNotOpenWithWhatIsLeft() throws Exception {
    Entrusted user = Entrusted.xToken();
    byte[] publicKey = signer(before).publicKey();
    String token = user.issued().getString("token");
    TenantId tenant = new TenantId(user.tenant().id());
    WrappedKeys dumped = wrapped(tenant);
    Sealed dumpedToken = new Sealed(value("token", "client_token", tenant));

    JsonPath ended = rotating.ended(rotating.begun(Map.of("kind", "kek", "shred", true)), PATIENCE);

    assertNotNull(ended.get("unreadableBefore"));
    byte[] left = Files.readAllBytes(file);
    assertThrows(DoesNotOpen.class, () -> sealing(left).openKeys(tenant, dumped));
    assertEquals(1, Kek.parse(left).versions().size());
    // The same dump with the key that was destroyed, to know that the dump was good.
    Place place =
        new Place(tenant, "client_token", "production", user.uid(), user.client(), "token");
    assertEquals(token, sealing(before).openKeys(tenant, dumped).open(dumpedToken, place).reveal());

    assertArrayEquals(publicKey, signer(left).publicKey(), "heads can be verified as before");
    assertEquals(token, user.issued().getString("token"));
    Entrusted later = Entrusted.xToken();
    assertEquals("upstream", later.issued().getString("source"));
    assertEquals(kekVersion(user), kekVersion(later));
  }

  /** What is wrapped and would be left behind is lost with the old key. */
  @Test
  void everyTableThatNamesAKeyEncryptionKeyIsWrappedAnew() {
    assertEquals(
        "audit_key,tenant",
        Service.value(
            String.class,
            "SELECT string_agg(table_name, ',' ORDER BY table_name) FROM"
                + " information_schema.columns WHERE column_name = 'kek_version'"
                + " AND table_name <> 'kek_key'"));
    assertEquals(
        2L,
        Service.value(
            Long.class,
            "SELECT count(*) FROM pg_constraint WHERE confrelid = 'kek_key'::regclass"
                + " AND conname = conrelid::regclass::text || '_kek_key'"));
  }

  private void assertRefused(String sentence) {
    rotating
        .asked(Map.of("kind", "kek"))
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict"))
        .body("detail", containsString(sentence));
  }

  private static Sealing sealing(byte[] text) throws Exception {
    Kek kek = Kek.parse(text);
    return new Sealing(new KeyCheck.Bound(kek, kek.versions().iterator().next()));
  }

  private static ServiceSigner signer(byte[] text) throws Exception {
    await()
        .atMost(PATIENCE)
        .until(() -> Service.value(Long.class, "SELECT count(*) FROM audit_key") == 1);
    return sealing(text).openSigner(Service.value(byte[].class, "SELECT keyset FROM audit_key"));
  }

  private static WrappedKeys wrapped(TenantId tenant) {
    return new WrappedKeys(
        value("keyset", "tenant", tenant), value("lookup_keyset", "tenant", tenant), 0);
  }

  private static byte[] value(String column, String table, TenantId tenant) {
    return Service.value(
        byte[].class,
        "SELECT " + column + " FROM " + table + " WHERE tenant_id = ?",
        tenant.value());
  }

  private static int kekVersion(Entrusted user) {
    return Service.value(
        Integer.class, "SELECT kek_version FROM tenant WHERE tenant_id = ?", user.tenant().id());
  }
}
