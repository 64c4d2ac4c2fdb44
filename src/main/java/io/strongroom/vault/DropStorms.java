package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.KeyId;
import io.strongroom.token.Slot;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Spaces the exchanges of a caller that drops what it has just been given, again and again:
 * whatever is wrong there, the provider is asked once a second at most. Other keys are not delayed,
 * and a drop itself is always executed.
 */
@Singleton
class DropStorms {
  /** Young tokens of one slot that a key may drop within a minute before it is spaced. */
  private static final int PATIENCE = 10;

  private static final Duration SPACE = Duration.ofSeconds(1);

  private static final String STORM =
      """
      SELECT (SELECT count(*) FROM ended_token
               WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text
                 AND client_id = $4::text AND young_drop_by = $5::text
                 AND young_drop_at > clock_timestamp() - interval '60 seconds') AS young_drops,
             EXISTS (SELECT 1 FROM claim
                      WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text
                        AND client_id IN ('', $4::text)
                        AND started_at > clock_timestamp() - interval '1 second') AS just_asked
      """;

  private final Database database;

  DropStorms(Database database) {
    this.database = database;
  }

  /** Fails with 429 where this key's drops have just cost an exchange of this slot. */
  Uni<Void> space(KeyId key, Slot slot) {
    return database
        .read(STORM, SlotRecord.key(slot).addString(key.value()))
        .map(rows -> rows.iterator().next())
        .invoke(
            row -> {
              if (row.getLong("young_drops") > PATIENCE && row.getBoolean("just_asked")) {
                throw tooManyDrops();
              }
            })
        .replaceWithVoid();
  }

  private static RuntimeException tooManyDrops() {
    return Fault.of(
            FaultCode.QUOTA_EXCEEDED,
            "This key drops the tokens of this slot within their first minute: at most one new one"
                + " a second")
        .retryAfter(SPACE)
        .exception();
  }
}
