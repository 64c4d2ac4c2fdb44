package io.strongroom.audit;

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
 * Which counts are asked for; null means all.
 *
 * @param since of hours that end after then
 * @param until of hours that begin before then
 */
public record FetchFilter(
    @Nullable EnvironmentName environment,
    @Nullable Uid uid,
    @Nullable KeyId key,
    @Nullable Instant since,
    @Nullable Instant until) {

  Tuple parameters(TenantId tenant) {
    return Tuple.tuple()
        .addString(tenant.value())
        .addString(environment == null ? null : environment.value())
        .addString(uid == null ? null : uid.value())
        .addString(key == null ? null : key.value())
        .addOffsetDateTime(offset(since))
        .addOffsetDateTime(offset(until));
  }

  private static @Nullable OffsetDateTime offset(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }
}
