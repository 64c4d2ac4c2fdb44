package io.strongroom.peer;

import java.util.Map;

/** A provider of a grant whose master token stays the same. */
interface SteadyProvider {
  /** The environment's settings, without the client. */
  Map<String, Object> settings();

  ProviderClient client();

  /** The user, as {@link #introspect} names the owner of a token. */
  String user();

  /** A master token of a new session of the user. */
  String signIn();

  /** Ends every session of the user. */
  void signOut();

  /** What the vault answers when the provider has ended the session: 409, or 502 by RFC 8693. */
  int statusOfAnEndedSession();

  void changeClientSecret();

  Introspection introspect(String accessToken);

  /** How many calls of this grant the server has answered, refusals too. */
  long calls();
}
