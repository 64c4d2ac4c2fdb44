package io.strongroom.peer;

import java.util.HashMap;
import java.util.Map;

/**
 * A client that is registered with a provider; it does not print its credential.
 *
 * @param authMethod as the vault calls it
 * @param credential what the vault is given beside it, as {@code clientSecret}
 */
record ProviderClient(String id, String authMethod, Map<String, Object> credential) {

  static ProviderClient withSecret(String id, String authMethod, String secret) {
    return new ProviderClient(id, authMethod, Map.of("clientSecret", secret));
  }

  String secret() {
    return (String) credential.get("clientSecret");
  }

  /** The body of the vault's call that puts this client. */
  Map<String, Object> settings() {
    var all = new HashMap<>(credential);
    all.put("authMethod", authMethod);
    return all;
  }

  @Override
  public String toString() {
    return "ProviderClient[" + id + ", " + authMethod + "]";
  }
}
