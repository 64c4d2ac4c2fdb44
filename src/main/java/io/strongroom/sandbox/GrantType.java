package io.strongroom.sandbox;

import java.time.Instant;

/** One grant of the token endpoint. A further one is a class of its own and a line in Provider. */
interface GrantType {
  /** The value of {@code grant_type}. */
  String name();

  /** The parameter that carries the master token. */
  String credential();

  /** Decides a request of an authenticated client whose {@link #credential} is there. */
  Answer grant(Client client, Form form, String masterToken, Instant now);
}
