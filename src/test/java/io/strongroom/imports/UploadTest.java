package io.strongroom.imports;

import static io.strongroom.imports.ImportLines.user;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.TestKeys;
import io.strongroom.service.VaultTenant;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Uploads that end early, go on, meet each other, or lose what they are for. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class UploadTest {
  private static final String ID = "spring2026";

  /** More than two batches, and more than a body may have elsewhere. */
  private static final int USERS = 2_500;

  private final VaultTenant tenant = Entrusted.xToken().tenant();
  private final Importing importing = Importing.of(tenant);

  @Test
  void strangerIsToldBeforeTheBodyIsRead() throws IOException {
    try (OpenUpload upload = upload(TestKeys.random(), ID)) {
      String answer = upload.answer();

      assertTrue(answer.startsWith("HTTP/1.1 401"), answer);
      upload.send(users(0, USERS)).send(users(0, USERS));
    }
    assertEquals(404, tenant.asOperator().get(tenant.path("/imports/" + ID)).statusCode());
  }

  @Test
  void bodyThatIsCompressedIsRefused() {
    tenant
        .asOperator()
        .header("Content-Encoding", "gzip")
        .body("x")
        .put(tenant.path("/imports/" + ID))
        .then()
        .statusCode(400)
        .body("member", equalTo("Content-Encoding"));
  }

  @Test
  void moreLinesThanAnImportHasAreRefused() {
    tenant
        .asOperator()
        .put(tenant.path("/imports/" + ID + "?lines=10000001"))
        .then()
        .statusCode(400)
        .body("member", equalTo("lines"));
  }

  @Test
  void uploadThatIsCutGoesOnWhereItWas() throws IOException {
    String file = users(0, USERS);
    try (OpenUpload upload = upload(ID)) {
      upload.send(users(0, 1_200));
      awaitReceived(1_000);
    }
    await().until(() -> importing.progress(ID).getString("state").equals("interrupted"));
    assertEquals("connection-closed", importing.progress(ID).getString("interruptedBy"));

    JsonPath done = importing.put(ID, file).then().statusCode(200).extract().jsonPath();

    assertEquals("finished", done.getString("state"));
    assertEquals(USERS, done.getInt("received"));
    assertEquals(USERS, done.getInt("accepted"), "nothing twice");
    assertEquals(USERS, accounts());
  }

  @Test
  void anotherFileDoesNotGoOnWithAnImport() throws IOException {
    try (OpenUpload upload = upload(ID)) {
      upload.send(users(0, 1_200));
      awaitReceived(1_000);
    }

    importing
        .put(ID, users(1, USERS))
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict"))
        .body("importId", equalTo(ID));
    importing.put(ID, users(0, 900)).then().statusCode(409);

    assertEquals(1_000, importing.progress(ID).getInt("received"));
    assertEquals("conflict", importing.progress(ID).getString("interruptedBy"));
    assertEquals(1_000, accounts());
  }

  @Test
  void finishedImportKnowsItsFileAndTakesNoOther() {
    String file = users(0, 1_500);
    importing.put(ID, file).then().statusCode(201);

    importing.put(ID, file).then().statusCode(200).body("accepted", equalTo(1_500));
    importing.put(ID, file + user("more", "m")).then().statusCode(409);
    importing.put(ID, users(0, 1_499)).then().statusCode(409);

    assertEquals("finished", importing.progress(ID).getString("state"));
    assertEquals(1_500, accounts());
  }

  @Test
  void lastUploadTakesAnImportOver() throws IOException {
    try (OpenUpload first = upload(ID)) {
      first.send(users(0, 1_200));
      awaitReceived(1_000);

      importing.put(ID, users(0, USERS)).then().statusCode(200);

      first.send(users(1_200, USERS));
      String refused = first.answer();
      assertTrue(refused.startsWith("HTTP/1.1 409"), refused);
    }
    assertEquals(USERS, importing.progress(ID).getInt("accepted"));
    assertEquals(USERS, accounts());
  }

  @Test
  void runningImportSaysHowFarItIsAndWhatIsLeft() throws IOException {
    try (OpenUpload upload =
        OpenUpload.begin(
            Service.uri(),
            Service.operatorKey(),
            "PUT " + tenant.path("/imports/" + ID + "?lines=" + USERS))) {
      upload.send(users(0, 1_000));
      awaitReceived(1_000);

      JsonPath running = importing.progress(ID);

      assertEquals("running", running.getString("state"));
      assertTrue(running.getInt("linesPerSecond") > 0, running.prettify());
      assertNotNull(running.get("secondsLeft"));
      String answer = upload.send(users(1_000, USERS)).end();
      assertTrue(answer.startsWith("HTTP/1.1 201"), answer);
    }
    tenant
        .asOperator()
        .get(tenant.path("/imports/" + ID))
        .then()
        .body("state", equalTo("finished"))
        .body("secondsLeft", nullValue());
  }

  @Test
  void thirdImportAtOnceIsToldToWait() throws IOException {
    try (OpenUpload first = upload("import01");
        OpenUpload second = upload("import02")) {
      await().until(() -> running() == 2);

      importing
          .put("import03", users(0, 1))
          .then()
          .statusCode(429)
          .header("Retry-After", equalTo("10"))
          .body("code", equalTo("quota-exceeded"));

      assertTrue(first.send(users(0, 1)).end().startsWith("HTTP/1.1 201"));
      assertTrue(second.end().startsWith("HTTP/1.1 201"));
    }
    importing.put("import03", users(0, 1)).then().statusCode(201);
  }

  @Test
  void environmentThatGoesInTheMiddleRefusesTheRest() throws IOException {
    try (OpenUpload upload = upload(ID)) {
      upload.send(users(0, 1_000));
      awaitReceived(1_000);
      tenant.asOperator().delete(tenant.environmentPath("?cascade=true")).then().statusCode(204);

      String answer = upload.send(users(1_000, 1_500)).end();

      assertTrue(answer.contains("\"rejected\":500"), answer);
    }
    assertEquals(0, accounts());
  }

  @Test
  void tenantThatGoesInTheMiddleEndsTheUpload() throws IOException {
    try (OpenUpload upload = upload(ID)) {
      upload.send(users(0, 1_000));
      awaitReceived(1_000);
      tenant.asOperator().delete(tenant.path("")).then().statusCode(204);

      upload.send(users(1_000, 2_100));

      assertTrue(upload.answer().startsWith("HTTP/1.1 404"));
    }
  }

  private OpenUpload upload(String id) {
    return upload(Service.operatorKey(), id);
  }

  private OpenUpload upload(String key, String id) {
    return OpenUpload.put(Service.uri(), key, tenant, id);
  }

  private void awaitReceived(int lines) {
    await()
        .ignoreExceptionsMatching(absent -> true)
        .until(
            () ->
                Service.value(
                        Long.class,
                        "SELECT lines FROM import WHERE tenant_id = ? AND import_id = ?",
                        tenant.id(),
                        ID)
                    == lines);
  }

  private long running() {
    return Service.value(
        Long.class, "SELECT count(*) FROM import WHERE tenant_id = ?", tenant.id());
  }

  private long accounts() {
    return Service.value(
        Long.class,
        "SELECT count(*) FROM account WHERE tenant_id = ? AND uid LIKE 'imported-%'",
        tenant.id());
  }

  private static String users(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> user("imported-" + i, "master-" + i))
        .collect(Collectors.joining());
  }
}
