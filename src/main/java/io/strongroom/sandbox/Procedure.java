package io.strongroom.sandbox;

import java.time.Instant;
import java.util.Optional;

/** What one endpoint does with a call. Runs under the provider's lock. */
interface Procedure {
  Answer answer(Call call, Instant now);

  /** The token that the call is about, for the counters and the log. */
  default Optional<String> presented(Call call) {
    return Optional.empty();
  }

  /** The grant that the call asks for, empty where it asks for none that is known. */
  default String grant(Call call) {
    return "";
  }
}
