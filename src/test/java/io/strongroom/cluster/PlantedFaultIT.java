package io.strongroom.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.strongroom.crash.Byteman;
import io.strongroom.service.Callers;
import io.strongroom.service.Callers.Answer;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The suites of the cluster notice a service that breaks a rule, which is put into it from outside.
 */
@Tag("faults")
class PlantedFaultIT {
  private static final int MOST_ROUNDS = 200;

  /** A change is answered as soon as it is committed. */
  private static final String NO_ACKNOWLEDGEMENT =
      """
      RULE a change waits for nobody
      CLASS io.strongroom.coherence.Acknowledgement
      METHOD of
      AT ENTRY
      IF TRUE
      DO RETURN io.smallrye.mutiny.Uni.createFrom().voidItem()
      ENDRULE
      """;

  @Test
  void changeThatIsAnsweredWithoutAcknowledgementsIsNoticed(@TempDir Path folder)
      throws IOException {
    Path rule = Files.writeString(folder.resolve("rule.btm"), NO_ACKNOWLEDGEMENT);
    try (Upstream upstream = new Upstream();
        Cluster cluster =
            Cluster.start(
                folder,
                Map.of("STRONGROOM_NOTIFY", "off", "JAVA_TOOL_OPTIONS", Byteman.agent(rule)))) {
      VaultTenant tenant =
          upstream.tenantOf(cluster.uri(0), cluster.operatorKey(), "x-token", Map.of());
      tenant.putMasterToken("user", upstream.signIn("x-token", "user")).then().statusCode(204);
      assertFalse(stale(cluster, tenant).isEmpty(), "nobody noticed");
    }
  }

  private static List<String> stale(Cluster cluster, VaultTenant tenant) {
    try (Readers readers = new Readers(cluster.uris(), tenant.apiKey(), 1, List.of("user"))) {
      Callers callers = new Callers(cluster.uri(0), tenant.apiKey());
      for (int round = 0; round < MOST_ROUNDS && readers.stale().isEmpty(); round++) {
        Answer issued = callers.issue("user").join();
        callers.drop(issued.token()).join();
        readers.atLeast("user", issued.generation() + 1);
      }
      return readers.stale();
    }
  }
}
