package io.strongroom.spool;

import static io.restassured.RestAssured.given;
import static io.strongroom.spool.TestSpools.keep;
import static io.strongroom.spool.TestSpools.now;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.TestProfile;
import io.strongroom.database.DataDirectory;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is not in the database yet is seen on the management port. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class SpoolVisibilityTest {
  private static final String CHECK = "checks.find { it.name == 'spool' }.";

  @TestHTTPResource(value = "/", management = true)
  URL management;

  private final Spool spool = Arc.container().instance(Spool.class).get();

  @Test
  void spooledOutcomeDegradesTheInstanceAndDoesNotTakeItDown() {
    Kept entry = keep(spool, "alice");
    assertHealth("degraded", 1, 0);
    assertMetric("strongroom_spool_outcomes 1.0");

    now(spool.forget(entry));
    assertHealth("ok", 0, 0);
    assertMetric("strongroom_spool_outcomes 0.0");
  }

  @Test
  void quarantinedOutcomeDegradesUntilTheOperatorActs() throws Exception {
    Kept entry = keep(spool, "alice");
    now(spool.quarantine(entry, "unknown"));
    assertHealth("degraded", 0, 1);
    assertMetric("strongroom_spool_quarantined 1.0");

    Path folder = Arc.container().instance(DataDirectory.class).get().file("spool");
    Files.delete(folder.resolve("quarantine/" + entry.place().number() + ".place"));
    spool.recount();
    assertHealth("ok", 0, 0);
  }

  @Test
  void placesAreCountedByState() {
    Place place = now(spool.reserve());
    assertMetric("strongroom_spool_places{state=\"reserved\"} 1.0");

    spool.release(place);
    assertMetric("strongroom_spool_places{state=\"reserved\"} 0.0");
    assertMetric("strongroom_spool_places{state=\"free\"} " + (double) spool.freePlaces());
  }

  private void assertHealth(String state, int spooled, int quarantined) {
    given()
        .get(management + "health/ready")
        .then()
        .statusCode(200)
        .body(CHECK + "status", equalTo("UP"))
        .body(CHECK + "data.state", equalTo(state))
        .body(CHECK + "data.spooled", equalTo(spooled))
        .body(CHECK + "data.quarantined", equalTo(quarantined));
  }

  private void assertMetric(String line) {
    given().get(management + "metrics").then().statusCode(200).body(containsString(line + "\n"));
  }
}
