package io.strongroom.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.TestProfile;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Inside Quarkus the pool and the data directory are those that the test resource gave. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class PostgresResourceTest {
  @Inject Pool pool;
  @Inject DataDirectory directory;

  @ConfigProperty(name = "strongroom.data-dir")
  Path configured;

  @Test
  void theReactivePoolReachesADurableServer() {
    var row = pool.query("SHOW fsync").executeAndAwait().iterator().next();
    assertEquals("on", row.getString(0));
  }

  @Test
  void theDataDirectoryIsTheConfiguredOne() throws Exception {
    assertEquals(configured.toRealPath(), directory.path());
  }
}
