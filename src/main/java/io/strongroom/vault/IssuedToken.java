package io.strongroom.vault;

import io.strongroom.token.SecretText;
import io.strongroom.token.Slot;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A client token on its way to a caller.
 *
 * @param source where it came from for this caller
 * @param stale whether a refresh in the background has failed since
 * @param previouslyDropped whether the provider gave a value again that had been dropped
 */
public record IssuedToken(
    SecretText token,
    String tokenType,
    Slot slot,
    List<String> scopes,
    long generation,
    Instant issuedAt,
    Instant expiresAt,
    Source source,
    boolean stale,
    boolean previouslyDropped) {

  /** Where a token came from. */
  public enum Source {
    MEMORY,
    VAULT,
    UPSTREAM;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As callers and meters are told it. */
    public String word() {
      return word;
    }
  }
}
