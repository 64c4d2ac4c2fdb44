package io.strongroom.spool;

import io.strongroom.token.AccountKey;
import java.time.Instant;

/** An outcome as it is written: the clear header by which it is found, and the sealed bytes. */
record Entry(long sequence, AccountKey account, Instant at, SealedBytes sealed) implements Content {

  Kept keptAt(Place place) {
    return new Kept(sequence, account, at, sealed, place);
  }
}
