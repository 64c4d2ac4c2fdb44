package io.strongroom.audit;

import io.strongroom.seal.LookupHash;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.KeyId;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Which rows are asked for; null means all.
 *
 * @param since recorded then or later
 * @param until recorded before then
 * @param token keyed hash of a token value
 */
public record EventFilter(
    @Nullable Action action,
    @Nullable KeyId key,
    @Nullable EnvironmentName environment,
    @Nullable Uid uid,
    @Nullable ClientId client,
    @Nullable String outcome,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable LookupHash token) {

  /** The parameters from {@code $2} on; each is left out where it is null. */
  static final String CONDITION =
      """
      ($2::text IS NULL OR action = $2::text) AND ($3::text IS NULL OR key_id = $3::text)
      AND ($4::text IS NULL OR environment = $4::text) AND ($5::text IS NULL OR uid = $5::text)
      AND ($6::text IS NULL OR client_id = $6::text) AND ($7::text IS NULL OR outcome = $7::text)
      AND ($8::timestamptz IS NULL OR recorded_at >= $8::timestamptz)
      AND ($9::timestamptz IS NULL OR recorded_at < $9::timestamptz)
      AND ($10::bytea IS NULL OR token_hash = $10::bytea)
      """;

  public static EventFilter everything() {
    return new EventFilter(null, null, null, null, null, null, null, null, null);
  }

  public EventFilter ofToken(LookupHash hash) {
    return new EventFilter(action, key, environment, uid, client, outcome, since, until, hash);
  }

  /** Whether an index leads to the rows, so that no others need be looked at. */
  boolean isSelective() {
    return key != null || uid != null || token != null;
  }

  Tuple parameters(TenantId tenant) {
    return Tuple.tuple()
        .addString(tenant.value())
        .addString(action == null ? null : action.word())
        .addString(key == null ? null : key.value())
        .addString(environment == null ? null : environment.value())
        .addString(uid == null ? null : uid.value())
        .addString(client == null ? null : client.value())
        .addString(outcome)
        .addOffsetDateTime(offset(since))
        .addOffsetDateTime(offset(until))
        .addValue(token == null ? null : token.bytes());
  }

  private static @Nullable OffsetDateTime offset(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }
}
