package io.strongroom.vault;

import io.strongroom.seal.Sealed;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Held tokens that differ in their times. */
final class TestTokens {
  private TestTokens() {}

  /** Issued at second 0. */
  static HeldToken held(double expires, double refresh, @Nullable Double quiet) {
    return new HeldToken(
        new Sealed(new byte[5]),
        "Bearer",
        List.of(),
        at(0),
        at(expires),
        at(refresh),
        quiet == null ? null : at(quiet),
        false);
  }

  static Instant at(double second) {
    return Instant.EPOCH.plusMillis(Math.round(second * 1_000));
  }
}
