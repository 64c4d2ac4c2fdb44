package io.strongroom.service;

import java.util.HashMap;
import java.util.Map;

/** How tests start the service: its operator is known, and upstreams may be on loopback. */
public final class ServiceSettings {
  private ServiceSettings() {}

  public static Map<String, String> of(String operatorKey) {
    return Map.of(
        "STRONGROOM_OPERATOR_KEY", operatorKey,
        "STRONGROOM_UPSTREAM_ALLOW_HTTP", "true",
        "STRONGROOM_UPSTREAM_ALLOW_PRIVATE_ADDRESSES", "true");
  }

  /** Both; what is added wins. */
  public static Map<String, String> of(String operatorKey, Map<String, String> more) {
    var all = new HashMap<>(of(operatorKey));
    all.putAll(more);
    return all;
  }
}
