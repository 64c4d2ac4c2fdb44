package io.strongroom.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.strongroom.coherence.Changes;
import io.strongroom.tenant.Keyring;
import io.strongroom.token.Causes;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import io.strongroom.token.ImportId;
import io.strongroom.token.RandomId;
import io.strongroom.token.TenantId;
import io.strongroom.token.Ticks;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Brings users in from a file that is sent as a stream. How far an import has come is in its row;
 * whoever sends the same file again goes on behind it.
 */
@Singleton
public class Imports {
  /** Uploads of an instance at once: each has some MiB on the heap and a connection in use. */
  private static final int MAX_AT_ONCE = 8;

  private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

  private final ImportRows rows;
  private final ImportReports reports;
  private final BatchRecord record;
  private final Changes changes;
  private final Keyring keyring;
  private final LineReader reader;
  private final Ticks ticks;
  private final RandomGenerator random = new SecureRandom();

  /** Written by uploads at their start and end. */
  private final AtomicInteger underWay = new AtomicInteger();

  Imports(
      ImportRows rows,
      ImportReports reports,
      BatchRecord record,
      Changes changes,
      Keyring keyring,
      ObjectMapper json,
      Ticks ticks) {
    this.rows = rows;
    this.reports = reports;
    this.record = record;
    this.changes = changes;
    this.keyring = keyring;
    this.reader = new LineReader(json);
    this.ticks = ticks;
  }

  /**
   * What an upload has ended with.
   *
   * @param created whether it has made the import
   */
  public record Uploaded(boolean created, ImportProgress progress) {}

  /** Begins an import under an id of its own. */
  public Uni<Uploaded> begin(TenantId tenant, ImportSource source) {
    return upload(tenant, new ImportId(RandomId.next(random)), source);
  }

  /**
   * Begins an import, or goes on with one: of the same file what was taken in before is only
   * compared.
   */
  public Uni<Uploaded> upload(TenantId tenant, ImportId id, ImportSource source) {
    if (underWay.incrementAndGet() > MAX_AT_ONCE) {
      underWay.decrementAndGet();
      throw Fault.of(FaultCode.QUOTA_EXCEEDED, "This instance takes in as many imports as it can")
          .retryAfter(ASK_AGAIN)
          .exception();
    }
    return rows.open(tenant, id, source)
        .call(opened -> run(opened, source))
        .chain(
            opened ->
                reports
                    .progress(tenant, id)
                    .map(progress -> new Uploaded(opened.created(), progress)))
        .onFailure()
        .transform(failure -> named(failure, id))
        .onTermination()
        .invoke(underWay::decrementAndGet);
  }

  private Uni<Void> run(Opened opened, ImportSource source) {
    return new Upload(opened, rows, record, changes, keyring)
        .run(source.body(), new Batches(opened.tenant(), opened.lines(), reader, ticks));
  }

  /** Who is refused may have to go on, and so is told with what. */
  private static Throwable named(Throwable failure, ImportId id) {
    return Causes.of(failure).stream()
        .filter(FaultException.class::isInstance)
        .map(cause -> ((FaultException) cause).fault().with("importId", id.value()))
        .<Throwable>map(fault -> new FaultException(fault, failure))
        .findFirst()
        .orElse(failure);
  }
}
