package io.strongroom.audit;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An act as its row says. Nothing is checked: whoever can write to the database may have written
 * anything, and the chain must be able to say so.
 *
 * @param recordedMicros microseconds since 1970, UTC, by the database's clock
 * @param tokenHash in lower-case hex digits
 * @param detail a JSON object
 */
record StoredEvent(
    String tenant,
    UUID id,
    long recordedMicros,
    String actor,
    @Nullable String key,
    @Nullable String address,
    String action,
    @Nullable String environment,
    @Nullable String uid,
    @Nullable String client,
    @Nullable String target,
    String outcome,
    @Nullable Long generation,
    @Nullable String tokenHash,
    String detail) {

  static final String COLUMNS =
      " tenant_id, event_id, recorded_at, actor, key_id, address, action, environment, uid,"
          + " client_id, target, outcome, generation, token_hash, detail ";

  private static final long MICROS_A_SECOND = 1_000_000;
  private static final int NANOS_A_MICRO = 1_000;

  static StoredEvent of(Row row) {
    var token = row.getBuffer("token_hash");
    return new StoredEvent(
        row.getString("tenant_id"),
        row.getUUID("event_id"),
        micros(row.getOffsetDateTime("recorded_at").toInstant()),
        row.getString("actor"),
        row.getString("key_id"),
        row.getString("address"),
        row.getString("action"),
        row.getString("environment"),
        row.getString("uid"),
        row.getString("client_id"),
        row.getString("target"),
        row.getString("outcome"),
        row.getLong("generation"),
        token == null ? null : HexFormat.of().formatHex(token.getBytes()),
        row.getString("detail"));
  }

  /** Times beyond the range of microseconds wrap around: they are nobody's clock's. */
  static long micros(Instant time) {
    return time.getEpochSecond() * MICROS_A_SECOND + time.getNano() / NANOS_A_MICRO;
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS_A_SECOND),
        Math.floorMod(micros, MICROS_A_SECOND) * NANOS_A_MICRO);
  }
}
