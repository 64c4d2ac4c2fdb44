package io.strongroom.audit;

import io.vertx.mutiny.sqlclient.Row;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A row that was sealed, as it is stored.
 *
 * @param hash what is stored as its hash; null where somebody took it away
 */
record Entry(long seq, byte @Nullable [] hash, StoredEvent event) {
  static final String COLUMNS = StoredEvent.COLUMNS + ", seq, hash ";

  static Entry of(Row row) {
    var hash = row.getBuffer("hash");
    return new Entry(
        row.getLong("seq"), hash == null ? null : hash.getBytes(), StoredEvent.of(row));
  }

  /** Whether its content, at this place after that hash, has the hash that is stored with it. */
  boolean follows(long place, String previousHash) {
    return hash != null && Arrays.equals(hash, at(place, previousHash));
  }

  /** The hash that its content has at this place after that hash. */
  byte[] at(long place, String previousHash) {
    return ChainHash.of(place, previousHash, event);
  }
}
