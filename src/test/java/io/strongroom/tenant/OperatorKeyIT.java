package io.strongroom.tenant;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.database.ServiceProcess;
import io.strongroom.service.TestKeys;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's key comes from the setting or from a file, and is never printed. */
class OperatorKeyIT {
  @TempDir Path folder;

  @Test
  void badKeyInTheSettingIsRefusedAndNotPrinted() {
    var key = TestKeys.random();
    var mistyped = key.substring(0, key.length() - 1) + (key.endsWith("0") ? "1" : "0");
    try (var service =
        ServiceProcess.launch(
            folder.resolve("data"), Map.of("STRONGROOM_OPERATOR_KEY", mistyped))) {
      assertEquals(1, service.awaitExit());
      var said = service.said();
      var last = said.lines().reduce("", (before, line) -> line);
      assertTrue(last.startsWith("Strongroom does not start. STRONGROOM_OPERATOR_KEY"), said);
      assertFalse(said.contains(mistyped.substring(5, 45)), "the key is printed");
      assertFalse(said.contains("\tat "), said);
    }
  }

  @Test
  void keyIsMadeOnceAndTheLogNamesItsFileOnly() throws Exception {
    var data = folder.resolve("data");
    var file = data.resolve("operator.key");
    String key;
    try (var service = ServiceProcess.start(data)) {
      key = Files.readString(file).strip();
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      assertTrue(service.said().contains(file.toRealPath().toString()), service.said());
      assertFalse(service.said().contains(key.substring(5, 45)), "the key is printed");
      assertEquals(200, listTenants(service.baseUri(), key));
      assertEquals(143, service.terminate());
    }
    var set = TestKeys.random();
    try (var service = ServiceProcess.start(data, Map.of("STRONGROOM_OPERATOR_KEY", set))) {
      assertEquals(200, listTenants(service.baseUri(), set), "the setting wins");
      assertEquals(401, listTenants(service.baseUri(), key));
      assertEquals(key, Files.readString(file).strip(), "the file is left as it is");
      assertFalse(service.said().contains(set.substring(5, 45)), "the key is printed");
    }
  }

  private static int listTenants(URI service, String key) {
    return given()
        .baseUri(service.toString())
        .header("Api-Key", key)
        .get("/v1/admin/tenants")
        .statusCode();
  }
}
