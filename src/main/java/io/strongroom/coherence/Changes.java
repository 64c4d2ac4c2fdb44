package io.strongroom.coherence;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.token.Causes;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * How statements are made that replace what may be remembered: the transaction writes a letter to
 * every other member, and the result is given when all have acknowledged it.
 *
 * <p>A change that has begun goes on, though its caller be gone: what became of it must be known
 * before anything of it is read from memory again. A change that does not find what it is about is
 * told so when whatever was changed before it is acknowledged: what is gone is gone everywhere.
 */
@Singleton
public class Changes {
  private static final int NOT_FOUND = 404;

  private final Database database;
  private final Floors floors;
  private final Membership membership;
  private final Letters letters;
  private final Acknowledgement acknowledgement;

  Changes(
      Database database,
      Floors floors,
      Membership membership,
      Letters letters,
      Acknowledgement acknowledgement) {
    this.database = database;
    this.floors = floors;
    this.membership = membership;
    this.letters = letters;
    this.acknowledgement = acknowledgement;
  }

  /** One transaction; its work names what it changes before it ends. */
  public <T> Uni<T> write(BiFunction<SqlConnection, Change, Uni<T>> work) {
    return answered(commit(work));
  }

  /** The same, for those who have something to do when it is in the database. */
  public <T> Uni<Committed<T>> commit(BiFunction<SqlConnection, Change, Uni<T>> work) {
    return run(
        change ->
            database.write(
                connection ->
                    work.apply(connection, change).call(() -> letters.send(connection, change))));
  }

  /**
   * What has been committed.
   *
   * @param acknowledged must have ended before anybody is shown the result
   */
  public record Committed<T>(T result, Uni<Void> acknowledged) {}

  /** One transaction over entities. */
  public <T> Uni<T> entities(BiFunction<Mutiny.Session, Change, Uni<T>> work) {
    return answered(
        run(
            change ->
                database.entities(
                    session ->
                        work.apply(session, change)
                            .call(session::flush)
                            .call(() -> letters.send(session, change)))));
  }

  /**
   * Waits until no instance answers from what was replaced before now: what was just read of these
   * topics may be shown then.
   */
  public Uni<Void> settled(Collection<Topic> topics) {
    return acknowledgement.about(topics);
  }

  /** The same for whatever was replaced of a tenant. */
  public Uni<Void> settled(TenantId tenant) {
    return acknowledgement.about(tenant);
  }

  private static <T> Uni<T> answered(Uni<Committed<T>> change) {
    return change.chain(
        committed -> committed.acknowledged().replaceWith(() -> committed.result()));
  }

  private <T> Uni<Committed<T>> run(Function<Change, Uni<T>> transaction) {
    return Uni.createFrom()
        .deferred(
            () -> {
              CompletableFuture<Committed<T>> done = started(transaction);
              return Uni.createFrom().completionStage(done::copy);
            });
  }

  private <T> CompletableFuture<Committed<T>> started(Function<Change, Uni<T>> transaction) {
    Change change = new Change(floors, membership.member());
    return transaction
        .apply(change)
        .onFailure(Changes::leavesOpen)
        .invoke(membership::doubt)
        .onTermination()
        .invoke(change::over)
        .onFailure(failure -> isAboutNothing(failure, change))
        .recoverWithUni(failure -> failedOnceSettled(failure, change))
        .map(result -> new Committed<>(result, acknowledgement(change)))
        .subscribeAsCompletionStage();
  }

  private static boolean isAboutNothing(Throwable failure, Change change) {
    return failure instanceof FaultException e
        && e.fault().code().status() == NOT_FOUND
        && !change.topics().isEmpty();
  }

  private <T> Uni<T> failedOnceSettled(Throwable failure, Change change) {
    return settled(change.topics().iterator().next().tenant())
        .chain(() -> Uni.createFrom().failure(failure));
  }

  private Uni<Void> acknowledgement(Change change) {
    return change.sent() ? acknowledgement.of(change.id()) : Uni.createFrom().voidItem();
  }

  /** Whether the transaction may have been committed all the same. */
  private static boolean leavesOpen(Throwable failure) {
    for (Throwable cause : Causes.of(failure)) {
      if (cause instanceof FaultException e) {
        return e.fault().code() == FaultCode.VAULT_UNAVAILABLE;
      }
      if (cause instanceof PgException) {
        return false;
      }
    }
    return true;
  }
}
