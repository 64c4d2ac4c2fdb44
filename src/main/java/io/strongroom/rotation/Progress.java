package io.strongroom.rotation;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How far a rotation has come, for people.
 *
 * @param tenantId null for the key-encryption key
 * @param total values, or keysets, that the old key had sealed, as counted at the begin
 * @param resealed of them, and of what was sealed with it meanwhile
 * @param ratePerSecond null until something was sealed anew
 * @param secondsLeft of sealing anew, at that rate; null where it is over or has not begun
 * @param waitsFor why it does not go on at this moment
 * @param unreadableBefore dumps that were taken before do not open with the keys that are left
 */
public record Progress(
    String rotationId,
    String kind,
    @Nullable String tenantId,
    boolean shred,
    String stage,
    long total,
    long resealed,
    @Nullable Long ratePerSecond,
    @Nullable Long secondsLeft,
    @Nullable String waitsFor,
    Instant createdAt,
    @Nullable Instant promotedAt,
    @Nullable Instant finishedAt,
    @Nullable Instant unreadableBefore) {

  static final String COLUMNS =
      " rotation_id, kind, tenant_id, shred, stage, total, resealed, waits_for, created_at,"
          + " promoted_at, finished_at, (resealed / greatest(0.001, extract(epoch FROM"
          + " coalesce(resealed_at, clock_timestamp()) - resealing_at)))::float8 AS rate ";

  static Progress of(Row row) {
    Stage stage = Stage.of(row.getString("stage"));
    long resealed = row.getLong("resealed");
    long total = Math.max(row.getLong("total"), resealed);
    Double rate = resealed == 0 ? null : row.getDouble("rate");
    String tenant = row.getString("tenant_id");
    Instant promoted = seconds(row, "promoted_at");
    return new Progress(
        row.getString("rotation_id"),
        row.getString("kind"),
        tenant.isEmpty() ? null : tenant,
        row.getBoolean("shred"),
        stage.word(),
        total,
        resealed,
        rate == null ? null : Math.round(rate),
        rate == null || stage != Stage.RESEALING ? null : left(total - resealed, rate),
        row.getString("waits_for"),
        row.getOffsetDateTime("created_at").toInstant().truncatedTo(ChronoUnit.SECONDS),
        promoted,
        seconds(row, "finished_at"),
        stage == Stage.DONE && row.getBoolean("shred") ? promoted : null);
  }

  private static long left(long values, double rate) {
    return (long) Math.ceil(Math.max(0, values) / rate);
  }

  private static @Nullable Instant seconds(Row row, String column) {
    return row.getOffsetDateTime(column) == null
        ? null
        : row.getOffsetDateTime(column).toInstant().truncatedTo(ChronoUnit.SECONDS);
  }
}
