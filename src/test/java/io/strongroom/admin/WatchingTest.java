package io.strongroom.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.rotation.Rotating;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import org.junit.jupiter.api.Test;

/** What goes on is shown to whom it is shown at rest, and what is not there to nobody. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class WatchingTest {
  private static final String ROTATIONS = "/v1/admin/keys/rotations/";
  private static final String NOWHERE = "nosuchthing";

  private final VaultTenant tenant = Service.tenant();
  private final String admin = tenant.newKey("an administrator", "TENANT_ADMIN");

  @Test
  void importThatIsNotThereIsNotFound() {
    refusedAlike(404, admin, tenant.path("/imports/" + NOWHERE));
    refusedAlike(404, Service.operatorKey(), tenant.path("/imports/" + NOWHERE));
    refusedAlike(404, Service.operatorKey(), "/v1/admin/tenants/nosuchtenant/imports/" + NOWHERE);
  }

  @Test
  void neighboursImportIsNotThere() {
    VaultTenant neighbour = Service.tenant();
    String theirs = neighbour.emptyImport();

    Response crossed = refusedAlike(404, admin, tenant.path("/imports/" + theirs));
    assertEquals(said(refusedAlike(404, admin, tenant.path("/imports/" + NOWHERE))), said(crossed));

    Response there = refusedAlike(403, admin, neighbour.path("/imports/" + theirs));
    assertEquals(
        said(refusedAlike(403, admin, neighbour.path("/imports/" + NOWHERE))), said(there));
  }

  @Test
  void rotationThatIsNotThereIsNotFound() {
    refusedAlike(404, Service.operatorKey(), ROTATIONS + NOWHERE);
  }

  @Test
  void badIdsAreRefusedAlike() {
    refusedAlike(400, admin, tenant.path("/imports/UPPER"));
    refusedAlike(400, Service.operatorKey(), ROTATIONS + "UPPER");
  }

  @Test
  void importThatHasEndedIsShownOnce() {
    String path = tenant.path("/imports/" + tenant.emptyImport());

    Response watched = tenant.with(admin).accept("text/event-stream").get(path + "/watch");

    assertEquals("text/event-stream;charset=UTF-8", watched.contentType());
    assertEquals("data:" + tenant.with(admin).get(path).asString() + "\n\n", watched.asString());
  }

  @Test
  void rotationIsWatchedByTheOperatorAloneUntilItHasEnded() {
    String id = new Rotating(Service.uri(), Service.operatorKey()).tenant(tenant.id());
    assertEquals(
        said(refusedAlike(403, admin, ROTATIONS + NOWHERE)),
        said(refusedAlike(403, admin, ROTATIONS + id)));

    String seen = "";
    while (!seen.contains("\"stage\":\"done\"")) {
      seen = tenant.asOperator().get(ROTATIONS + id + "/watch").asString();
      assertTrue(seen.startsWith("data:"), seen);
    }
  }

  /** The answer to the watch, which is the one to the call for the present state. */
  private Response refusedAlike(int status, String key, String path) {
    Response atRest = tenant.with(key).get(path);
    Response watched = tenant.with(key).accept("text/event-stream").get(path + "/watch");

    assertEquals(status, atRest.statusCode(), atRest.asString());
    assertEquals(status, watched.statusCode(), watched.asString());
    assertEquals(atRest.contentType(), watched.contentType());
    assertEquals(said(atRest), said(watched));
    return watched;
  }

  /** All but the path of the call. */
  private static String said(Response answer) {
    return answer.asString().replaceFirst("\"instance\":\"[^\"]*\"", "");
  }
}
