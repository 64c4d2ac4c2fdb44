package io.strongroom.vault;

import java.time.Instant;
import java.util.List;

/** As long as the answer to a fetch, and of the same members. */
public record BenchAnswer(
    String token,
    String tokenType,
    String uid,
    String environment,
    String clientId,
    List<String> scopes,
    long generation,
    Instant issuedAt,
    Instant expiresAt,
    String source) {

  static BenchAnswer of(String uid) {
    Instant now = Instant.now();
    return new BenchAnswer(
        BenchSlots.TOKEN,
        "Bearer",
        uid,
        "production",
        BenchSlots.CLIENT,
        List.of(),
        1,
        now,
        now,
        "memory");
  }
}
