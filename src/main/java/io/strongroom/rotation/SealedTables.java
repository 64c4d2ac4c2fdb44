package io.strongroom.rotation;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.seal.SealedColumns;
import io.strongroom.token.TenantId;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;

/** All tables that hold something sealed, in an order that does not change. */
@Singleton
class SealedTables {
  private final Database database;
  private final List<SealedTable> all;

  SealedTables(Database database, @All List<SealedColumns> declared) {
    this.database = database;
    this.all =
        declared.stream()
            .flatMap(columns -> columns.sealed().stream())
            .map(SealedTable::new)
            .sorted(Comparator.comparing(SealedTable::name))
            .toList();
  }

  List<SealedTable> all() {
    return all;
  }

  /** The first one, or the one after this. */
  SealedTable named(String name) {
    return all.stream().filter(table -> table.name().equals(name)).findFirst().orElseThrow();
  }

  /** How many values of the tenant a key has sealed, in all tables. */
  Uni<Long> count(TenantId tenant, int version) {
    return Multi.createFrom()
        .iterable(all)
        .onItem()
        .transformToUniAndConcatenate(table -> table.count(database::read, tenant, version))
        .collect()
        .in(() -> new long[1], (sum, many) -> sum[0] += many)
        .map(sum -> sum[0]);
  }
}
