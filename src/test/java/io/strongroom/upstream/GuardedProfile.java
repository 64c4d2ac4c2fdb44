package io.strongroom.upstream;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.strongroom.service.ServiceProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The service with the way into the operator's network shut; plain http is not what shuts it. */
public final class GuardedProfile implements QuarkusTestProfile {
  private final ServiceProfile usual = new ServiceProfile();

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> overrides = new HashMap<>(usual.getConfigOverrides());
    overrides.put("strongroom.upstream.allow-private-addresses", "false");
    overrides.put("strongroom.webhook.allow-private-addresses", "false");
    overrides.put("quarkus.vertx.use-async-dns", "true");
    return overrides;
  }

  @Override
  public List<TestResourceEntry> testResources() {
    List<TestResourceEntry> resources = new ArrayList<>(usual.testResources());
    resources.add(new TestResourceEntry(LoopbackDnsResource.class));
    return resources;
  }

  @Override
  public boolean disableGlobalTestResources() {
    return true;
  }
}
