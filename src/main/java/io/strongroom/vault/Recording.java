package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.seal.TenantKeys;
import io.strongroom.tenant.Keyring;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import io.strongroom.token.KeyId;
import io.strongroom.upstream.Outcome;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Writes down what an exchange came to, before anybody is told.
 *
 * <p>While the database is away the outcome is held here and tried again: it may be the only copy
 * of a new master token.
 */
@Singleton
class Recording {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** Long enough for a failover or a restart of the database. */
  private static final Duration GIVE_UP = Duration.ofMinutes(10);

  private final Database database;
  private final Keyring keyring;
  private final GrantRecord grants;
  private final FailureRecord failures;

  Recording(Database database, Keyring keyring, GrantRecord grants, FailureRecord failures) {
    this.database = database;
    this.keyring = keyring;
    this.grants = grants;
    this.failures = failures;
  }

  /**
   * @param cause the key whose call caused the exchange
   * @return what the slot's callers get; empty where they must read again
   */
  Uni<Recorded> record(Ticket ticket, Outcome outcome, KeyId cause) {
    return keyring
        .of(ticket.slot().tenant())
        .chain(keys -> write(ticket, outcome, cause, keys))
        .onFailure(Recording::isUnavailable)
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .expireIn(GIVE_UP.toMillis());
  }

  private Uni<Recorded> write(Ticket ticket, Outcome outcome, KeyId cause, TenantKeys keys) {
    return database.write(
        connection ->
            outcome instanceof Outcome.Granted granted
                ? grants.write(connection, keys, ticket, granted, cause)
                : failures.write(connection, ticket, failed(outcome)));
  }

  private static Outcome.Failed failed(Outcome outcome) {
    return outcome instanceof Outcome.Rotated rotated ? rotated.failed() : (Outcome.Failed) outcome;
  }

  private static boolean isUnavailable(Throwable failure) {
    return failure instanceof FaultException e && e.fault().code() == FaultCode.VAULT_UNAVAILABLE;
  }
}
