package io.strongroom.imports;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.database.Page;
import io.strongroom.imports.ImportProgress.Amount;
import io.strongroom.imports.ImportProgress.State;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.ImportId;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What administrators may know of imports. */
@Singleton
public class ImportReports {
  /** Rejects that are kept of one import, the first; the others are counted. */
  static final long MAX_REJECTS = 100_000;

  private static final String IMPORTS =
      """
      SELECT import_id, lines, bytes, accepted, unchanged, rejected, skipped, total_lines,
             total_bytes, run_started_lines, run_started_bytes, interrupted_by, started_at,
             updated_at, ended_at, lease_until > clock_timestamp() AS leased,
             extract(epoch FROM updated_at - run_started_at)::float8 AS seconds
        FROM import
       WHERE tenant_id = $1::text AND %s
      """;

  private static final String ONE = IMPORTS.formatted("import_id = $2::text");

  private static final String LIST =
      IMPORTS.formatted("import_id > $2::text ORDER BY import_id LIMIT $3::integer");

  private static final String REJECTS =
      """
      SELECT line, member, rule FROM import_reject
       WHERE tenant_id = $1::text AND import_id = $2::text AND line > $3::bigint
       ORDER BY line LIMIT $4::integer
      """;

  private static final Pattern LINE_NUMBER = Pattern.compile("[0-9]{0,18}");

  private final Database database;

  ImportReports(Database database) {
    this.database = database;
  }

  /** Fails with {@code not-found} where the tenant has no such import. */
  public Uni<ImportProgress> progress(TenantId tenant, ImportId id) {
    return database.read(ONE, ImportRows.key(tenant, id)).map(ImportReports::one);
  }

  /** Imports in the order of their ids. */
  public Uni<Page<ImportProgress>> list(TenantId tenant, Page.Request page) {
    return database
        .read(LIST, Tuple.of(tenant.value(), page.cursor(), page.fetch()))
        .map(
            rows -> {
              List<ImportProgress> imports = new ArrayList<>();
              rows.forEach(row -> imports.add(progress(row)));
              return Page.of(imports, page, found -> found.importId().value());
            });
  }

  /** The lines that were refused, in their order. */
  public Uni<Rejects> rejects(TenantId tenant, ImportId id, Page.Request page) {
    InvalidValue.unless(
        LINE_NUMBER.matcher(page.cursor()).matches(), "cursor", "must be a line's number");
    long after = page.cursor().isEmpty() ? 0 : Long.parseLong(page.cursor());
    return progress(tenant, id)
        .chain(
            progress ->
                database
                    .read(
                        REJECTS, ImportRows.key(tenant, id).addLong(after).addInteger(page.fetch()))
                    .map(rows -> rejects(rows, page, progress.rejected())));
  }

  private static Rejects rejects(RowSet<Row> rows, Page.Request request, long rejected) {
    List<Reject> found = new ArrayList<>();
    rows.forEach(
        row ->
            found.add(
                new Reject(row.getLong("line"), row.getString("member"), row.getString("rule"))));
    Page<Reject> page = Page.of(found, request, reject -> Long.toString(reject.line()));
    return new Rejects(page.items(), page.nextCursor(), rejected, Math.min(rejected, MAX_REJECTS));
  }

  private static ImportProgress one(RowSet<Row> rows) {
    if (rows.size() == 0) {
      throw Fault.of(FaultCode.NOT_FOUND, "There is no such import").exception();
    }
    return progress(rows.iterator().next());
  }

  private static ImportProgress progress(Row row) {
    State state = state(row);
    Amount lines = amount(row, "lines");
    Amount known = lines.total() == null ? amount(row, "bytes") : lines;
    double seconds = row.getDouble("seconds");
    return new ImportProgress(
        new ImportId(row.getString("import_id")),
        state,
        lines.done(),
        row.getLong("accepted"),
        row.getLong("unchanged"),
        row.getLong("rejected"),
        row.getLong("skipped"),
        lines.perSecond(seconds),
        state == State.RUNNING ? known.secondsLeft(seconds) : null,
        row.getString("interrupted_by"),
        instant(row.getOffsetDateTime("started_at")),
        instant(row.getOffsetDateTime("updated_at")),
        row.getOffsetDateTime("ended_at") == null
            ? null
            : instant(row.getOffsetDateTime("ended_at")));
  }

  private static State state(Row row) {
    if (row.getOffsetDateTime("ended_at") != null) {
      return State.FINISHED;
    }
    return row.getBoolean("leased") ? State.RUNNING : State.INTERRUPTED;
  }

  private static Amount amount(Row row, String unit) {
    @Nullable Long total = row.getLong("total_" + unit);
    return new Amount(row.getLong("run_started_" + unit), row.getLong(unit), total);
  }

  private static Instant instant(OffsetDateTime time) {
    return time.toInstant();
  }
}
