package io.strongroom.vault;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.database.ExternalPostgres;
import io.strongroom.proxy.TcpProxy;
import io.strongroom.service.Callers;
import io.strongroom.service.Callers.Answer;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A network swallows what goes to the database, and never says that those connections are over: not
 * the ones that were there, not the ones that began meanwhile.
 */
@Tag("faults")
class SwallowedConnectionsIT {
  /** As many as the pool has, all of which are made or used in the black hole. */
  private static final int CALLERS = 60;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void serviceFindsItsDatabaseAgainWithoutThem(@TempDir Path folder) {
    try (ExternalPostgres postgres = ExternalPostgres.newest();
        TcpProxy proxy = TcpProxy.to(postgres.port());
        Upstream upstream = new Upstream();
        KilledService service =
            new KilledService(folder.resolve("data"), postgres.environmentBehind(proxy.port()))) {
      VaultTenant tenant = service.tenantOf(upstream, "x-token", Map.of());
      tenant.putMasterToken("user", upstream.signIn("x-token", "user")).then().statusCode(204);
      Callers callers = new Callers(service.uri(), tenant.apiKey());
      assertEquals(200, callers.issue("user").join().status());
      long made = proxy.accepted();

      proxy.swallow();
      Stream<String> strangers = IntStream.range(0, CALLERS).mapToObj(i -> "stranger-" + i);
      Callers.all(callers.issue(strangers)).forEach(SwallowedConnectionsIT::assertToldSo);
      await().atMost(PATIENCE).until(() -> proxy.accepted() > made);
      proxy.heal();

      Answer answer =
          await()
              .atMost(PATIENCE)
              .until(() -> callers.issue("user").join(), it -> it.status() == 200);
      assertEquals(1, answer.generation());
      // What was swallowed also holds up an orderly stop, for half a minute.
      service.life().kill9();
    }
  }

  private static void assertToldSo(Answer answer) {
    assertEquals("vault-unavailable", answer.body().getString("code"), answer::toString);
  }
}
