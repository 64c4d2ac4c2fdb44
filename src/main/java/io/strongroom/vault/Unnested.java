package io.strongroom.vault;

import io.strongroom.seal.LookupHash;
import io.strongroom.seal.Sealed;
import io.strongroom.token.AccountKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows as a statement takes them that does many at once: a column is an array, and {@code unnest}
 * makes rows of them again.
 */
final class Unnested {

  private Unnested() {}

  /** The tenant, the environments and the uids, as {@code $1} to {@code $3}; all of one tenant. */
  static Tuple keys(List<AccountKey> accounts) {
    return Tuple.tuple()
        .addString(accounts.get(0).tenant().value())
        .addArrayOfString(texts(accounts, key -> key.environment().value()))
        .addArrayOfString(texts(accounts, key -> key.uid().value()));
  }

  static <T> String[] texts(List<T> rows, Function<T, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }

  static <T> Buffer[] hashes(List<T> rows, Function<T, LookupHash> column) {
    return rows.stream().map(column).map(LookupHash::bytes).toArray(Buffer[]::new);
  }

  static Buffer[] secrets(List<Sealed> rows) {
    return rows.stream().map(row -> Buffer.buffer(row.bytes())).toArray(Buffer[]::new);
  }

  static Integer[] keyVersions(List<Sealed> rows) {
    return rows.stream().map(Sealed::keyVersion).toArray(Integer[]::new);
  }

  static <T> @Nullable OffsetDateTime[] times(List<T> rows, Function<T, @Nullable Instant> column) {
    @Nullable OffsetDateTime[] times = new OffsetDateTime[rows.size()];
    for (int i = 0; i < times.length; i++) {
      Instant time = column.apply(rows.get(i));
      times[i] = time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
    return times;
  }
}
