package io.strongroom.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The setting decides alone whether the service has a sandbox. */
class SandboxTest {
  private final Vertx vertx = Vertx.vertx();
  private final Router router = Router.router(vertx);

  @AfterEach
  void stop() {
    vertx.close();
  }

  @Test
  void withoutTheSettingNothingIsMounted() {
    new Sandbox().mount(router, () -> false, InstantSource.system());
    assertEquals(List.of(), router.getRoutes());
  }

  @Test
  void withTheSettingEverythingIsBelowThePrefix() {
    new Sandbox().mount(router, () -> true, InstantSource.system());
    assertEquals(21, router.getRoutes().size());
    assertTrue(
        router.getRoutes().stream()
            .allMatch(route -> route.getPath().startsWith(Sandbox.PREFIX + "/")));
  }
}
