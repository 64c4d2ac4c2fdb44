package io.strongroom.sandbox;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** RFC 6749 section 3.3: what a token request may ask for. */
final class Scopes {
  private Scopes() {}

  /** The scope to give: what was asked, else all of the client's; empty where it asks too much. */
  static Optional<String> granted(Client client, Form form) {
    String asked = form.get("scope").orElse(client.scope());
    return set(client.scope()).containsAll(set(asked)) ? Optional.of(asked) : Optional.empty();
  }

  private static Set<String> set(String scope) {
    return Arrays.stream(scope.split(" "))
        .filter(one -> !one.isEmpty())
        .collect(Collectors.toSet());
  }
}
