package io.strongroom.rotation;

import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rotation as whoever works on it finds it.
 *
 * @param tenant whose data key; null for the key-encryption key
 * @param oldVersion the key that goes
 * @param newVersion the key that comes
 * @param proof a known text that the new key-encryption key has sealed; null for a tenant's key
 * @param pass over all that is sealed, from 1
 * @param cursor table and key, done up to there in this pass; empty at its begin
 * @param broken values that did not open in this pass
 * @param retiringFor since when nothing in the database needed the old key; null before
 * @param holder who works on it; null where nobody does
 */
record Rotation(
    String id,
    @Nullable TenantId tenant,
    boolean shred,
    Stage stage,
    int oldVersion,
    int newVersion,
    byte @Nullable [] proof,
    int pass,
    List<String> cursor,
    long broken,
    @Nullable Duration retiringFor,
    @Nullable UUID holder) {

  static final String COLUMNS =
      " rotation_id, tenant_id, shred, stage, old_version, new_version, proof, pass, cursor, broken,"
          + " (extract(epoch FROM clock_timestamp() - resealed_at) * 1000)::bigint AS retiring_for,"
          + " holder ";

  static Rotation of(Row row) {
    String tenant = row.getString("tenant_id");
    Long retiring = row.getLong("retiring_for");
    return new Rotation(
        row.getString("rotation_id"),
        tenant.isEmpty() ? null : new TenantId(tenant),
        row.getBoolean("shred"),
        Stage.of(row.getString("stage")),
        row.getInteger("old_version"),
        row.getInteger("new_version"),
        row.getBuffer("proof") == null ? null : row.getBuffer("proof").getBytes(),
        row.getInteger("pass"),
        List.of(row.getArrayOfStrings("cursor")),
        row.getLong("broken"),
        retiring == null ? null : Duration.ofMillis(retiring),
        row.getUUID("holder"));
  }
}
