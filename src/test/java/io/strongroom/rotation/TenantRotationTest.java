package io.strongroom.rotation;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.arc.Arc;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.DataDirectory;
import io.strongroom.database.Database;
import io.strongroom.revocation.Revoking;
import io.strongroom.seal.Place;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import io.strongroom.spool.Kept;
import io.strongroom.spool.Spool;
import io.strongroom.tenant.Keyring;
import io.strongroom.token.AccountKey;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import io.strongroom.token.SecretText;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tenant's data key is rotated in the running service. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class TenantRotationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final byte[] NOTHING_THAT_OPENS = new byte[40];

  private final Rotating rotating = new Rotating(Service.uri(), Service.operatorKey());
  private final Keyring keyring = Arc.container().instance(Keyring.class).get();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                | kind: is required",
        "{\"kind\":\"all\"}                                | kind: must be tenant or kek",
        "{\"kind\":\"tenant\"}                             | tenantId: is required beside",
        "{\"kind\":\"kek\",\"tenantId\":\"tenant01\"}      | tenantId: stands only beside",
        "{\"kind\":\"tenant\",\"tenantId\":\"X\"}          | tenantId: ",
        "{\"kind\":\"tenant\",\"tenantId\":\"tenant01\",\"shred\":true} | shred: stands only beside",
        "{\"kind\":\"kek\",\"shred\":\"yes\"}              | shred: ",
        "{\"kind\":\"kek\",\"purge\":true}                 | purge: ",
      })
  void requestThatMakesNoSenseIsRefused(String body, String detail) {
    Service.tenant()
        .asOperator()
        .body(body)
        .post("/v1/admin/keys/rotations")
        .then()
        .statusCode(400)
        .body("detail", containsString(detail));
  }

  @Test
  void whatIsNotThereIsNotRotatedAndNotFound() {
    rotating
        .asked(Map.of("kind", "tenant", "tenantId", "nosuchtenant"))
        .then()
        .statusCode(404)
        .body("code", equalTo("not-found"));
    rotating.progress("nosuchrotation").then().statusCode(404);
  }

  @Test
  void tenantsAdministratorRotatesNothing() {
    Entrusted user = Entrusted.xToken();
    String admin = user.tenant().newKey("admin", "TENANT_ADMIN");
    new Rotating(Service.uri(), admin)
        .asked(Map.of("kind", "tenant", "tenantId", user.tenant().id()))
        .then()
        .statusCode(403);
  }

  /** A table that is not declared would be left behind, and its secrets lost with the old key. */
  @Test
  void everyTableThatNamesAKeyIsSealedAnewAndRefersToTheKey() {
    List<String> declared =
        Arc.container().instance(SealedTables.class).get().all().stream()
            .map(SealedTable::name)
            .toList();
    assertEquals(
        String.join(",", declared),
        Service.value(
            String.class,
            "SELECT string_agg(table_name, ',' ORDER BY table_name) FROM"
                + " information_schema.columns WHERE column_name = 'key_version'"
                + " AND table_name <> 'tenant_key'"));
    assertEquals(
        String.join(",", declared),
        Service.value(
            String.class,
            "SELECT string_agg(conrelid::regclass::text, ',' ORDER BY conrelid::regclass::text)"
                + " FROM pg_constraint WHERE confrelid = 'tenant_key'::regclass"
                + " AND conname = conrelid::regclass::text || '_tenant_key'"));
  }

  @Test
  void everythingIsSealedByTheNewKeyAndNothingElseChanges() {
    Entrusted user = Entrusted.refreshToken(revocable());
    JsonObject held = user.issued();
    String other = user.anotherClient();
    String queued = queueARevocation(user, other);
    int old = keyVersion(user, "client");
    long floor = held.getLong("generation");

    String id = rotating.tenant(user.tenant().id());
    JsonPath ended = rotating.ended(id, PATIENCE);

    for (String table : List.of("account", "client", "client_token", "environment")) {
      assertNotEquals(old, keyVersion(user, table), table);
    }
    assertNotEquals(old, keyVersion(user, "upstream_revocation"));
    assertEquals(1L, keysOf(user));
    assertEquals(ended.getLong("total"), ended.getLong("resealed"));
    assertTrue(ended.getLong("total") >= 5, ended::prettify);
    assertNull(ended.get("unreadableBefore"));
    assertNull(ended.get("waitsFor"));

    user.tenant().putClient(other, Entrusted.CLIENT_SECRET, "client_secret_post");
    JsonObject again = user.issued();
    assertEquals(held.getString("token"), again.getString("token"));
    assertEquals(floor, again.getLong("generation"));
    user.tenant().inspect(held.getString("token")).then().body("active", equalTo(true));
    user.tenant().drop(held.getString("token")).then().body("dropped", equalTo(true));
    assertEquals("upstream", user.issued().getString("source"));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                user.tenant()
                    .asOperator()
                    .get(user.tenant().path("/revocations/" + queued))
                    .<Integer>path("upstream.revoked"),
            Integer.valueOf(1)::equals);
    rotating.list("?limit=1000").then().body("items.rotationId", hasItem(id));
  }

  @Test
  void secondRotationOfTheSameKeyIsAConflict() {
    Entrusted user = Entrusted.xToken();
    plantBroken(user);
    String id = rotating.tenant(user.tenant().id());
    rotating
        .asked(Map.of("kind", "tenant", "tenantId", user.tenant().id()))
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict"));
    removeBroken(user);
    rotating.ended(id, PATIENCE);
    rotating.ended(rotating.tenant(user.tenant().id()), PATIENCE);
    assertEquals(1L, keysOf(user));
  }

  @Test
  void keyThatOneRowNeedsIsNotRetired() {
    Entrusted user = Entrusted.xToken();
    user.issued();
    int old = keyVersion(user, "client");
    plantBroken(user);
    String id = rotating.tenant(user.tenant().id());

    rotating.awaited(id, "waitsFor", "1 values that do not open", PATIENCE);

    TenantSteps steps = Arc.container().instance(TenantSteps.class).get();
    FaultException refused =
        assertThrows(FaultException.class, () -> now(steps.retireNow(found(id))));
    assertEquals(FaultCode.CONFLICT, refused.fault().code());
    assertEquals(2L, keysOf(user));
    assertEquals(1L, sealedWith(user, old));
    assertEquals("memory", user.issued().getString("source").replace("vault", "memory"));

    removeBroken(user);
    rotating.ended(id, PATIENCE);
    assertEquals(1L, keysOf(user));
  }

  @Test
  void rowThatComesTooLateIsRefusedByTheDatabase() {
    Entrusted user = Entrusted.xToken();
    TenantId tenant = new TenantId(user.tenant().id());
    TenantKeys late = now(keyring.of(tenant));
    rotating.ended(rotating.tenant(tenant.value()), PATIENCE);

    Sealed sealed =
        late.seal(SecretText.of("newer"), Place.of(account(user), "account", "master_token"));
    FaultException refused = assertThrows(FaultException.class, () -> now(store(user, sealed)));

    assertEquals(FaultCode.VAULT_UNAVAILABLE, refused.fault().code());
    assertEquals("upstream", user.issued().getString("source"), "nothing was overwritten");
  }

  @Test
  void quarantinedOutcomeOfTheOldKeyIsWaitedFor() throws Exception {
    Entrusted user = Entrusted.refreshToken();
    Spool spool = Arc.container().instance(Spool.class).get();
    TenantKeys keys = now(keyring.of(new TenantId(user.tenant().id())));
    byte[] sealed =
        keys.seal(SecretText.of("{}"), Place.of(account(user), "spool", "outcome")).bytes();
    Kept kept = now(spool.reserve().chain(place -> spool.keep(place, account(user), sealed)));
    now(spool.quarantine(kept, "a test").replaceWith(true));

    String id = rotating.tenant(user.tenant().id());
    rotating.awaited(id, "waitsFor", "quarantined outcomes, of the old key", PATIENCE);
    assertEquals(2L, keysOf(user));

    Path quarantine = Arc.container().instance(DataDirectory.class).get().file("spool/quarantine");
    Files.delete(quarantine.resolve(kept.place().number() + ".place"));
    Files.delete(quarantine.resolve(kept.place().number() + ".why"));
    rotating.ended(id, PATIENCE);
  }

  @Test
  void tenantThatIsDeletedEndsItsRotation() {
    Entrusted user = Entrusted.xToken();
    plantBroken(user);
    String id = rotating.tenant(user.tenant().id());
    rotating.awaited(id, "stage", "resealing", PATIENCE);

    user.tenant().asOperator().delete(user.tenant().path("")).then().statusCode(204);

    rotating.awaited(id, "stage", "tenant-deleted", PATIENCE);
  }

  @Test
  void lettersAboutATenantMakeItsKeysForgotten() {
    Entrusted user = Entrusted.xToken();
    TenantId tenant = new TenantId(user.tenant().id());
    TenantKeys known = now(keyring.of(tenant));
    // Whatever is done behind the service's back is told to it by letters.
    Service.sql("UPDATE tenant SET name = name WHERE tenant_id = ?", tenant.value());
    assertNotSame(known, now(keyring.of(tenant)));
  }

  private static Map<String, Object> revocable() {
    return Map.of("revocationEndpoint", Simulator.revocationEndpoint());
  }

  /** A token waits in the queue: its client's secret is wrong. */
  private static String queueARevocation(Entrusted user, String other) {
    String token =
        Entrusted.granted(user.tenant().issue(Map.of("uid", user.uid(), "clientId", other)))
            .getString("token");
    user.tenant().putClient(other, "wrong", "client_secret_basic");
    JsonPath done =
        Revoking.of(user.tenant())
            .asked(Map.of("token", token))
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    await()
        .atMost(PATIENCE)
        .until(
            () -> Revoking.of(user.tenant()).tokens(done, "").<String>path("items[0].reason"),
            "client-refused"::equals);
    return done.getString("revocationId");
  }

  private static void plantBroken(Entrusted user) {
    Service.sql(
        "INSERT INTO client_token (tenant_id, environment, uid, client_id, generation, token,"
            + " key_version) SELECT tenant_id, environment, 'broken', 'broken', 1, ?, key_version"
            + " FROM environment WHERE tenant_id = ?",
        NOTHING_THAT_OPENS,
        user.tenant().id());
  }

  private static void removeBroken(Entrusted user) {
    Service.sql(
        "DELETE FROM client_token WHERE tenant_id = ? AND uid = 'broken'", user.tenant().id());
  }

  private static Rotation found(String id) {
    return now(
        Arc.container()
            .instance(Database.class)
            .get()
            .read(
                "SELECT" + Rotation.COLUMNS + "FROM key_rotation WHERE rotation_id = $1::text",
                Tuple.of(id))
            .map(rows -> Rotation.of(rows.iterator().next())));
  }

  private static Uni<Integer> store(Entrusted user, Sealed sealed) {
    return Arc.container()
        .instance(Database.class)
        .get()
        .write(
            connection ->
                connection
                    .preparedQuery(
                        "UPDATE account SET master_token = $2::bytea, key_version = $3::integer"
                            + " WHERE tenant_id = $1::text")
                    .execute(
                        Tuple.of(
                            user.tenant().id(), Buffer.buffer(sealed.bytes()), sealed.keyVersion()))
                    .map(rows -> rows.rowCount()));
  }

  private static AccountKey account(Entrusted user) {
    return new AccountKey(
        new TenantId(user.tenant().id()), EnvironmentName.DEFAULT, new Uid(user.uid()));
  }

  private static int keyVersion(Entrusted user, String table) {
    return Service.value(
        Integer.class,
        "SELECT max(key_version) FROM "
            + table
            + " WHERE tenant_id = ?"
            + " HAVING min(key_version) = max(key_version)",
        user.tenant().id());
  }

  private static long sealedWith(Entrusted user, int version) {
    return now(
        Arc.container()
            .instance(SealedTables.class)
            .get()
            .count(new TenantId(user.tenant().id()), version));
  }

  private static long keysOf(Entrusted user) {
    return Service.value(
        Long.class, "SELECT count(*) FROM tenant_key WHERE tenant_id = ?", user.tenant().id());
  }

  private static <T> T now(Uni<T> work) {
    return work.await().atMost(PATIENCE);
  }
}
