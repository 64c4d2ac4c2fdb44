package io.strongroom.vault;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.service.ShortForm;
import io.strongroom.service.Upstream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service is killed between any two requests of a story, its PostgreSQL with it every other
 * time; after each new start everything that was answered is still so.
 */
@Tag("faults")
class KillBetweenRequestsIT {
  /** The short form kills after one of so many requests. */
  private static final int SHARE = 3;

  private final Upstream upstream = new Upstream();
  private KilledService service;

  @BeforeEach
  void start(@TempDir Path folder) {
    service = new KilledService(folder.resolve("data"));
  }

  @AfterEach
  void stop() {
    service.close();
    upstream.close();
  }

  @Test
  void whatWasAnsweredIsStillThere() {
    // Both stories at the same pace, so that each kill is between two requests of both.
    var stories =
        List.of(
            new KillStory("x-token", upstream, service.operatorKey()),
            new KillStory("refresh_token", upstream, service.operatorKey()));
    boolean postgresToo = false;
    for (int step = 0; step < KillStory.STEPS; step++) {
      for (var story : stories) {
        story.tell(step, service.uri());
      }
      if (ShortForm.has(step, SHARE)) {
        service.killAndStart(postgresToo);
        postgresToo = !postgresToo;
        for (var story : stories) {
          story.assertStillTrue(service.uri());
        }
      }
    }
    assertEquals(0, upstream.sandbox().provider().counts().reuseDetections());
    given()
        .baseUri(service.life().managementUri().toString())
        .get("/q/health")
        .then()
        .statusCode(200)
        .body("status", equalTo("UP"));
  }
}
