package io.strongroom.upstream;

import io.strongroom.seal.Place;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.SecretText;
import io.strongroom.token.TenantId;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where an environment's secrets may go: the origin of each of its endpoints, sealed with the
 * tenant's keys, so that whoever edits a row of the database cannot send secrets elsewhere.
 */
record Origins(Map<String, String> byEndpoint) {

  static Origins of(Map<String, Endpoint> endpoints) {
    Map<String, String> origins = new TreeMap<>();
    endpoints.forEach((member, endpoint) -> origins.put(member, endpoint.origin()));
    return new Origins(origins);
  }

  static Origins open(
      TenantKeys keys, TenantId tenant, EnvironmentName environment, byte[] sealed) {
    String text = keys.open(new Sealed(sealed), place(tenant, environment)).reveal();
    return new Origins(
        text.lines()
            .map(line -> line.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
  }

  Sealed seal(TenantKeys keys, TenantId tenant, EnvironmentName environment) {
    String text =
        byEndpoint.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("\n"));
    return keys.seal(SecretText.of(text), place(tenant, environment));
  }

  /** Whether every endpoint here stays where it was in the former ones. */
  boolean within(Origins former) {
    return byEndpoint.entrySet().stream()
        .allMatch(entry -> entry.getValue().equals(former.byEndpoint.get(entry.getKey())));
  }

  /**
   * @throws IllegalStateException if the endpoint is not at the origin that was bound to it
   */
  void require(String member, Endpoint endpoint) {
    if (!endpoint.origin().equals(byEndpoint.get(member))) {
      throw new IllegalStateException(member + " is not at the origin that secrets are bound to");
    }
  }

  static Place place(TenantId tenant, EnvironmentName environment) {
    return Place.of(tenant, environment, "environment", "origins");
  }
}
