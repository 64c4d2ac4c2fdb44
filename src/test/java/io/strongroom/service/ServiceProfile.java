package io.strongroom.service;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.strongroom.database.PostgresResource;
import java.util.List;
import java.util.Map;

/** The one way in which component tests start the service, so that it starts once for all. */
public final class ServiceProfile implements QuarkusTestProfile {
  static final String OPERATOR_KEY = "strongroom.operator-key";

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "quarkus.http.test-port",
        "0",
        "quarkus.management.test-port",
        "0",
        OPERATOR_KEY,
        TestKeys.random(),
        "strongroom.rotation.linger",
        "PT0.5S",
        "strongroom.webhook.allow-private-addresses",
        "true",
        "strongroom.upstream.allow-http",
        "true",
        "strongroom.upstream.allow-private-addresses",
        "true");
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(PostgresResource.class));
  }

  @Override
  public boolean disableGlobalTestResources() {
    return true;
  }
}
