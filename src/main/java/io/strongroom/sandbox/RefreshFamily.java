package io.strongroom.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A refresh token and all that replaced it, numbered from 0. Only the newest number is current; a
 * lower one is a repeated call inside the grace, and theft outside it.
 */
final class RefreshFamily extends Authorization {
  private final String id;
  private final Optional<Boolean> rotating;
  private final Optional<Duration> reuseGrace;
  private String current;
  private long number;
  private Instant rotatedAt = Instant.EPOCH;

  /** {@code rotating} and {@code reuseGrace}, where given, stand above the client's. */
  RefreshFamily(
      String uid,
      Optional<String> clientId,
      String id,
      String first,
      Optional<Boolean> rotating,
      Optional<Duration> reuseGrace) {
    super(uid, clientId);
    this.id = id;
    this.current = first;
    this.rotating = rotating;
    this.reuseGrace = reuseGrace;
  }

  String id() {
    return id;
  }

  String current() {
    return current;
  }

  long number() {
    return number;
  }

  FamilyState state() {
    return new FamilyState(!ended(), number, rotatedAt);
  }

  boolean rotatesFor(Client client) {
    return rotating.orElse(client.rotating());
  }

  /** The grace covers the immediately previous number alone, and ends a fixed time after it. */
  boolean graced(long presented, Client client, Instant now) {
    Duration grace = reuseGrace.orElse(client.reuseGrace());
    return presented == number - 1 && now.isBefore(rotatedAt.plus(grace));
  }

  void rotate(String next, Instant now) {
    current = next;
    number++;
    rotatedAt = now;
  }
}
