package io.strongroom.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * RFC 6749 section 2.3: a client proves itself by Basic, in the body or by an assertion, never by
 * two of them.
 */
final class ClientAuthentication {
  /** Who calls, or why it is not believed. */
  sealed interface Result {}

  /** The client proved itself. */
  record Proved(Client client) implements Result {}

  /** It did not. */
  record Disproved(Answer answer) implements Result {}

  private record Credentials(String clientId, String clientSecret) {}

  private static final String SCHEME = "Basic ";

  private final Map<String, Client> clients;
  private final ClientAssertion assertions = new ClientAssertion();

  /** The map is the provider's own and read under its lock. */
  ClientAuthentication(Map<String, Client> clients) {
    this.clients = clients;
  }

  Result authenticate(Call call, Instant now) {
    if (call.form().get("client_assertion").isPresent()) {
      return byAssertion(call, now);
    }
    boolean byHeader = call.authorization().isPresent();
    Optional<String> bodyId = call.form().get("client_id");
    Optional<String> bodySecret = call.form().get("client_secret");
    if (byHeader && bodySecret.isPresent()) {
      return refused("the client authenticated in two ways");
    }
    Optional<Credentials> given =
        byHeader
            ? call.authorization().flatMap(ClientAuthentication::basic)
            : bodyId.flatMap(id -> bodySecret.map(secret -> new Credentials(id, secret)));
    if (byHeader && bodyId.isPresent() && !bodyId.equals(given.map(Credentials::clientId))) {
      return refused("client_id differs from the one that authenticated");
    }
    return given
        .flatMap(credentials -> verified(credentials, byHeader))
        .<Result>map(Proved::new)
        .orElseGet(
            () -> new Disproved(Answer.unauthenticated("client authentication failed", byHeader)));
  }

  private Result byAssertion(Call call, Instant now) {
    if (call.authorization().isPresent() || call.form().get("client_secret").isPresent()) {
      return refused("the client authenticated in two ways");
    }
    return ClientAssertion.claimed(call)
        .filter(id -> call.form().get("client_id").map(id::equals).orElse(true))
        .map(clients::get)
        .filter(client -> client.authMethod() == AuthMethod.PRIVATE_KEY_JWT)
        .filter(client -> assertions.proves(client, call, now))
        .<Result>map(Proved::new)
        .orElseGet(
            () -> new Disproved(Answer.unauthenticated("client authentication failed", false)));
  }

  /** The client that a call says to be, if the provider knows it; nothing is proved by that. */
  Optional<String> claimed(Call call) {
    return call.authorization()
        .map(header -> basic(header).map(Credentials::clientId))
        .orElseGet(() -> call.form().get("client_id").or(() -> ClientAssertion.claimed(call)))
        .filter(clients::containsKey);
  }

  private Optional<Client> verified(Credentials given, boolean byHeader) {
    AuthMethod used = byHeader ? AuthMethod.CLIENT_SECRET_BASIC : AuthMethod.CLIENT_SECRET_POST;
    return Optional.ofNullable(clients.get(given.clientId()))
        .filter(client -> client.authMethod() == AuthMethod.EITHER || client.authMethod() == used)
        .filter(client -> Digest.same(client.clientSecret(), given.clientSecret()));
  }

  /** Both halves are form-encoded before Base64. */
  private static Optional<Credentials> basic(String header) {
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      byte[] raw = Base64.getDecoder().decode(header.substring(SCHEME.length()).trim());
      String[] halves = new String(raw, StandardCharsets.UTF_8).split(":", 2);
      return halves.length == 2
          ? Optional.of(new Credentials(decoded(halves[0]), decoded(halves[1])))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static Disproved refused(String why) {
    return new Disproved(Answer.refused("invalid_request", why));
  }
}
