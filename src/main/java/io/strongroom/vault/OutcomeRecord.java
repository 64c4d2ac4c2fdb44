package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Audit;
import io.strongroom.coherence.Change;
import io.strongroom.seal.TenantKeys;
import io.strongroom.upstream.Outcome;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;

/** Records one outcome in one transaction: the new master token first, then the rest. */
@Singleton
class OutcomeRecord {
  private final Audit audit;
  private final MasterRotation rotation;
  private final GrantRecord grants;
  private final FailureRecord failures;

  OutcomeRecord(Audit audit, MasterRotation rotation, GrantRecord grants, FailureRecord failures) {
    this.audit = audit;
    this.rotation = rotation;
    this.grants = grants;
    this.failures = failures;
  }

  /** Records an outcome that has just come. */
  Uni<Recorded> write(
      SqlConnection connection, Change change, TenantKeys keys, Attempt attempt, Outcome outcome) {
    return AccountLock.take(connection, attempt)
        .chain(lock -> write(connection, change, keys, attempt, outcome, lock))
        .call(
            recorded ->
                audit.record(connection, ExchangeEvents.of(keys, attempt, outcome, recorded)));
  }

  /** Records an outcome from the spool, if the account's history knows what it replaces. */
  Uni<Standing> replay(
      SqlConnection connection, Change change, TenantKeys keys, SpooledOutcome spooled) {
    Attempt attempt = spooled.attempt();
    return AccountLock.take(connection, attempt)
        .chain(
            lock ->
                Standing.of(connection, attempt, lock)
                    .call(
                        standing ->
                            standing == Standing.UNKNOWN || standing == Standing.GONE
                                ? audit.record(
                                    connection, ExchangeEvents.unwritten(attempt, standing))
                                : writeLate(connection, change, keys, spooled, lock)));
  }

  private Uni<Recorded> writeLate(
      SqlConnection connection,
      Change change,
      TenantKeys keys,
      SpooledOutcome spooled,
      AccountLock lock) {
    Attempt attempt = spooled.attempt();
    return write(connection, change, keys, attempt, spooled.outcome(), lock)
        .call(
            recorded ->
                audit.record(
                    connection,
                    ExchangeEvents.of(keys, attempt, spooled.outcome(), recorded)
                        .where("late", true)));
  }

  private Uni<Recorded> write(
      SqlConnection connection,
      Change change,
      TenantKeys keys,
      Attempt attempt,
      Outcome outcome,
      AccountLock lock) {
    return rotation
        .write(connection, keys, attempt, outcome.newMasterToken(), lock)
        .chain(() -> writeRest(connection, change, keys, attempt, outcome, lock))
        .call(() -> AccountLock.release(connection, attempt, stateAfter(attempt, outcome)));
  }

  private Uni<Recorded> writeRest(
      SqlConnection connection,
      Change change,
      TenantKeys keys,
      Attempt attempt,
      Outcome outcome,
      AccountLock lock) {
    if (outcome instanceof Outcome.Granted granted) {
      return grants.write(connection, change, keys, attempt, granted, lock);
    }
    if (outcome instanceof Outcome.StepUp stepUp) {
      return Uni.createFrom().item(() -> StepUpFault.of(attempt.slot(), stepUp));
    }
    return outcome instanceof Outcome.Rotated rotated
        ? failures.write(connection, attempt, rotated.failed(), lock)
        : failures.write(connection, attempt, (Outcome.Failed) outcome, lock);
  }

  /** A repair that was not answered leaves the question as open as it was. */
  private static Claim.State stateAfter(Attempt attempt, Outcome outcome) {
    return outcome instanceof Outcome.Failed failed && failed.leavesOpen(attempt.repair())
        ? Claim.State.UNKNOWN
        : Claim.State.ENDED;
  }
}
