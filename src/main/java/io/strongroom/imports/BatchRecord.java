package io.strongroom.imports;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Action;
import io.strongroom.audit.Audit;
import io.strongroom.audit.Event;
import io.strongroom.coherence.Change;
import io.strongroom.seal.LookupHash;
import io.strongroom.seal.TenantKeys;
import io.strongroom.tenant.TenantLock;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import io.strongroom.token.SecretText;
import io.strongroom.vault.Intake;
import io.strongroom.vault.IntakeVerdict;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Takes one batch in and moves the import on, in one transaction: whoever dies, no line is done and
 * not counted, or counted and not done.
 *
 * <p>Locks: tenant, import, then what {@link Intake} locks.
 */
@Singleton
class BatchRecord {
  private static final String HOLD =
      "SELECT holder = $3::uuid AS held, lines, rejected, ended_at IS NOT NULL AS ended FROM import"
          + " WHERE tenant_id = $1::text AND import_id = $2::text FOR UPDATE";

  private static final String ADVANCE =
      """
      UPDATE import
         SET lines = $4::bigint, bytes = $5::bigint, prefix_hash = $6::bytea,
             accepted = accepted + $7::bigint, unchanged = unchanged + $8::bigint,
             rejected = rejected + $9::bigint, skipped = skipped + $10::bigint,
             updated_at = clock_timestamp(),
             ended_at = CASE WHEN $11::boolean THEN clock_timestamp() END
       WHERE tenant_id = $1::text AND import_id = $2::text AND holder = $3::uuid
      """;

  private static final String REJECT =
      """
      INSERT INTO import_reject (tenant_id, import_id, line, member, rule)
      SELECT $1::text, $2::text, r.line, r.member, r.rule
        FROM unnest($3::bigint[], $4::text[], $5::text[]) AS r(line, member, rule)
      """;

  private final Intake intake;
  private final Audit audit;

  BatchRecord(Intake intake, Audit audit) {
    this.intake = intake;
    this.audit = audit;
  }

  /**
   * Does it once, however often it is tried: an earlier try may have been committed without saying
   * so.
   */
  Uni<Void> write(
      SqlConnection connection, Change change, TenantKeys keys, Opened opened, Batch batch) {
    return TenantLock.take(connection, opened.tenant())
        .chain(() -> connection.preparedQuery(HOLD).execute(ImportRows.key(opened)))
        .map(BatchRecord::held)
        .chain(
            row ->
                isDone(row, batch)
                    ? Uni.createFrom().voidItem()
                    : take(connection, change, keys, opened, batch, row.getLong("rejected")));
  }

  private static Row held(RowSet<Row> rows) {
    if (rows.size() == 0) {
      throw Fault.of(FaultCode.NOT_FOUND, "There is no such import").exception();
    }
    Row row = rows.iterator().next();
    if (!row.getBoolean("held")) {
      throw conflict("Another upload goes on with this import");
    }
    return row;
  }

  private static boolean isDone(Row row, Batch batch) {
    long lines = row.getLong("lines");
    if (lines == batch.to() && (batch.from() < batch.to() || row.getBoolean("ended"))) {
      return true;
    }
    if (lines != batch.from() && lines != batch.to()) {
      throw new IllegalStateException(
          "an import stands at line " + lines + ", not " + batch.from());
    }
    return false;
  }

  private Uni<Void> take(
      SqlConnection connection,
      Change change,
      TenantKeys keys,
      Opened opened,
      Batch batch,
      long rejectedBefore) {
    return intake
        .take(connection, change, keys, opened.tenant(), batch.accounts())
        .map(verdicts -> Tally.of(batch, verdicts))
        .call(tally -> keep(connection, opened, tally.rejects(), rejectedBefore))
        .call(tally -> audit.record(connection, taken(opened, batch, tally)))
        .chain(tally -> advance(connection, opened, batch, tally, prefix(keys, batch)));
  }

  private static Event taken(Opened opened, Batch batch, Tally tally) {
    return Event.of(Action.IMPORT_BATCH, opened.tenant())
        .by(opened.by())
        .target(opened.id().value())
        .with("from", batch.from() + 1)
        .with("to", batch.to())
        .with("accepted", tally.accepted())
        .with("rejected", tally.rejects().size())
        .where("last", batch.last());
  }

  /** What came of a batch. */
  private record Tally(long accepted, long unchanged, long skipped, List<Reject> rejects) {
    static Tally of(Batch batch, List<IntakeVerdict> verdicts) {
      List<Reject> rejects = new ArrayList<>(batch.rejects());
      long accepted = 0;
      long unchanged = 0;
      long skipped = 0;
      for (int i = 0; i < verdicts.size(); i++) {
        IntakeVerdict verdict = verdicts.get(i);
        if (verdict.refusal() != null) {
          rejects.add(
              new Reject(
                  batch.lines().get(i), verdict.refusal().member(), verdict.refusal().rule()));
        } else {
          accepted += verdict.changed() ? 1 : 0;
          unchanged += verdict.changed() ? 0 : 1;
          skipped += verdict.skipped() ? 1 : 0;
        }
      }
      rejects.sort(Comparator.comparingLong(Reject::line));
      return new Tally(accepted, unchanged, skipped, rejects);
    }
  }

  private static Uni<Void> keep(
      SqlConnection connection, Opened opened, List<Reject> rejects, long before) {
    List<Reject> kept =
        rejects.stream().limit(Math.max(0, ImportReports.MAX_REJECTS - before)).toList();
    return kept.isEmpty()
        ? Uni.createFrom().voidItem()
        : connection
            .preparedQuery(REJECT)
            .execute(
                ImportRows.key(opened.tenant(), opened.id())
                    .addArrayOfLong(kept.stream().map(Reject::line).toArray(Long[]::new))
                    .addArrayOfString(kept.stream().map(Reject::member).toArray(String[]::new))
                    .addArrayOfString(kept.stream().map(Reject::rule).toArray(String[]::new)))
            .replaceWithVoid();
  }

  private static Uni<Void> advance(
      SqlConnection connection, Opened opened, Batch batch, Tally tally, LookupHash prefix) {
    return connection
        .preparedQuery(ADVANCE)
        .execute(
            ImportRows.key(opened)
                .addLong(batch.to())
                .addLong(batch.bytes())
                .addValue(prefix.bytes())
                .addLong(tally.accepted())
                .addLong(tally.unchanged())
                .addLong((long) tally.rejects().size())
                .addLong(tally.skipped())
                .addBoolean(batch.last()))
        .replaceWithVoid();
  }

  /** Keyed like a token's: who has a dump cannot try out what a short file may have held. */
  static LookupHash prefix(TenantKeys keys, Batch batch) {
    return keys.hash(SecretText.of(batch.digest()));
  }

  static FaultException conflict(String detail) {
    return Fault.of(FaultCode.CONFLICT, detail).exception();
  }
}
