package io.strongroom.revocation;

import io.strongroom.seal.SealedColumn;
import io.strongroom.seal.SealedColumns;
import jakarta.inject.Singleton;
import java.util.List;

/** The tokens that wait for their upstream. */
@Singleton
class QueuedSecrets implements SealedColumns {
  @Override
  public List<SealedColumn> sealed() {
    return List.of(
        new SealedColumn(
            "upstream_revocation",
            "token",
            List.of("item_id"),
            List.of("environment", "uid", "client_id", "origin"),
            (tenant, of) ->
                QueuePlace.of(tenant, of.get(1), of.get(2), of.get(3), of.get(0), of.get(4))));
  }
}
