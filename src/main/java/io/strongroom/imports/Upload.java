package io.strongroom.imports;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.strongroom.coherence.Changes;
import io.strongroom.tenant.Keyring;
import io.strongroom.token.Causes;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Objects;
import org.jboss.logging.Logger;

/**
 * One upload of a file: batch after batch, and the next chunk is read when the batch before is in
 * the database.
 *
 * <p>What an upload knows is on the event loop of its request; batches are written elsewhere and
 * come back to it.
 */
final class Upload {
  private static final Logger LOG = Logger.getLogger(Upload.class);

  /** How long a database that is away holds the sender up before the import is interrupted. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** So an import counts as running while its sender is slow. */
  private static final Duration BEAT = Duration.ofSeconds(5);

  private final Opened opened;
  private final ImportRows rows;
  private final BatchRecord record;
  private final Changes changes;
  private final Keyring keyring;
  private boolean cut;

  Upload(Opened opened, ImportRows rows, BatchRecord record, Changes changes, Keyring keyring) {
    this.opened = opened;
    this.rows = rows;
    this.record = record;
    this.changes = changes;
    this.keyring = keyring;
  }

  /** To the end of the stream; a failure has been noted in the import when it is passed on. */
  Uni<Void> run(Multi<Buffer> body, Batches batches) {
    Context context = Objects.requireNonNull(Vertx.currentContext());
    long beat = context.owner().setPeriodic(BEAT.toMillis(), tick -> renew());
    return body.onFailure()
        .transform(this::cutOff)
        .onItem()
        .transformToIterable(chunk -> batches.read(chunk.getBytes()))
        .onCompletion()
        .switchTo(() -> Multi.createFrom().iterable(batches.end()))
        .onItem()
        .transformToUniAndConcatenate(
            batch -> take(batch).emitOn(next -> context.runOnContext(now -> next.run())))
        .collect()
        .last()
        .replaceWithVoid()
        .onTermination()
        .invoke(() -> context.owner().cancelTimer(beat))
        .onCancellation()
        .invoke(() -> interruptAlone("connection-closed"))
        .onFailure()
        .call(failure -> interrupt(why(failure)));
  }

  /** What was done before is only compared; the rest is written. */
  private Uni<Void> take(Batch batch) {
    if (batch.to() > ImportSource.MAX_LINES) {
      throw Fault.of(
              FaultCode.TOO_LARGE, "An import has at most " + ImportSource.MAX_LINES + " lines")
          .exception();
    }
    if (opened.isOngoing(batch)) {
      return write(batch)
          .onFailure(Upload::mayPass)
          .retry()
          .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
          .expireIn(PATIENCE.toMillis());
    }
    return compare(batch);
  }

  private Uni<Void> write(Batch batch) {
    return Uni.createFrom()
        .deferred(() -> keyring.of(opened.tenant()))
        .chain(
            keys ->
                changes.write(
                    (connection, change) -> record.write(connection, change, keys, opened, batch)));
  }

  private Uni<Void> compare(Batch batch) {
    if (batch.to() != opened.lines()) {
      throw otherFile();
    }
    return keyring
        .of(opened.tenant())
        .invoke(
            keys -> {
              if (!BatchRecord.prefix(keys, batch).equals(opened.prefix())) {
                throw otherFile();
              }
            })
        .chain(() -> opened.finished() ? Uni.createFrom().voidItem() : rows.goOn(opened));
  }

  private static FaultException otherFile() {
    return BatchRecord.conflict(
        "This is not the file that the import has begun with; another file is another import");
  }

  private Throwable cutOff(Throwable failure) {
    cut = true;
    return new FaultException(
        Fault.of(FaultCode.INVALID_REQUEST, "The body ended before its end"), failure);
  }

  private String why(Throwable failure) {
    if (cut) {
      return "connection-closed";
    }
    return Causes.of(failure).stream()
        .filter(FaultException.class::isInstance)
        .map(cause -> ((FaultException) cause).fault().code().code())
        .findFirst()
        .orElse(FaultCode.INTERNAL_ERROR.code());
  }

  private static boolean mayPass(Throwable failure) {
    return Causes.of(failure).stream().anyMatch(FaultCode.VAULT_UNAVAILABLE::isOf);
  }

  /** Where it cannot be noted, the lease runs out. */
  private Uni<Void> interrupt(String why) {
    return rows.interrupt(opened, why)
        .onFailure()
        .invoke(failure -> LOG.debug("an import's end is seen by its lease", failure))
        .onFailure()
        .recoverWithNull();
  }

  private void interruptAlone(String why) {
    var unused = interrupt(why).subscribeAsCompletionStage();
  }

  private void renew() {
    var unused =
        rows.renew(opened)
            .onFailure()
            .invoke(failure -> LOG.debug("an import's lease is renewed later", failure))
            .onFailure()
            .recoverWithNull()
            .subscribeAsCompletionStage();
  }
}
