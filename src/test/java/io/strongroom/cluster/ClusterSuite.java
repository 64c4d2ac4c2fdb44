package io.strongroom.cluster;

import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests that share one cluster, and one provider, which outlives its instances. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClusterSuite {
  final Upstream upstream = new Upstream();
  Cluster cluster;

  @BeforeAll
  final void start(@TempDir Path folder) {
    cluster = start(folder, Map.of());
  }

  /** Three instances, where a suite wants no others. */
  Cluster start(Path folder, Map<String, String> settings) {
    return Cluster.start(folder, settings);
  }

  @AfterAll
  void stop() {
    upstream.close();
    if (cluster != null) {
      cluster.close();
    }
  }

  /** A new tenant at the provider, whose environment is as usual but for these settings. */
  final VaultTenant tenant(Map<String, ?> settings) {
    return upstream.tenantOf(cluster.uri(0), cluster.operatorKey(), "x-token", settings);
  }

  final void entrust(VaultTenant tenant, String uid) {
    tenant.putMasterToken(uid, upstream.signIn("x-token", uid)).then().statusCode(204);
  }
}
