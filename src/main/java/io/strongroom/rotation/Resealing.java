package io.strongroom.rotation;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.rotation.SealedTable.Found;
import io.strongroom.rotation.SealedTable.Fresh;
import io.strongroom.seal.DoesNotOpen;
import io.strongroom.seal.Place;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.tenant.Keyring;
import io.strongroom.token.TenantId;
import io.strongroom.token.Ticks;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Seals anew what an old key has sealed, a page at a time: read without a lock, seal, and replace
 * in one short transaction that also moves the cursor. A page that is done twice changes nothing.
 */
@Singleton
class Resealing {
  /** Rows of a page: some ten milliseconds, of which others wait for none. */
  static final int PAGE = 500;

  /** The database and the machine are left to callers for as long as a page took. */
  private static final Duration LONGEST_BREATH = Duration.ofMillis(200);

  private final Database database;
  private final Keyring keyring;
  private final SealedTables tables;
  private final RotationRows rows;
  private final Ticks ticks;

  Resealing(
      Database database, Keyring keyring, SealedTables tables, RotationRows rows, Ticks ticks) {
    this.database = database;
    this.keyring = keyring;
    this.tables = tables;
    this.rows = rows;
    this.ticks = ticks;
  }

  /** Where a pass is: at a table, after a key. */
  private record Position(SealedTable table, List<String> after) {}

  /** Whether the pass has come to the end of the last table. */
  boolean isAtEnd(Rotation rotation) {
    return rotation.cursor().size() == 1 && rotation.cursor().get(0).isEmpty();
  }

  /** Does the next page of the pass. */
  Uni<Advance> page(Rotation rotation) {
    TenantId tenant = Objects.requireNonNull(rotation.tenant());
    Position position = position(rotation.cursor());
    long begin = ticks.nanos();
    return position
        .table()
        .page(
            database::read,
            tenant,
            rotation.oldVersion(),
            position.after(),
            PAGE,
            rotation.pass() == 1)
        .chain(found -> keys(rotation, tenant).chain(keys -> work(rotation, position, keys, found)))
        .map(next -> new Advance.Goes(next, breath(begin)));
  }

  /** They must seal with the new key; what this instance had may be older. */
  private Uni<TenantKeys> keys(Rotation rotation, TenantId tenant) {
    return keyring
        .of(tenant)
        .chain(
            keys ->
                keys.keyVersion() == rotation.newVersion()
                    ? Uni.createFrom().item(keys)
                    : keyring.reread(tenant));
  }

  private Uni<Rotation> work(
      Rotation rotation, Position position, TenantKeys keys, List<Found> found) {
    List<Found> old = found.stream().filter(Found::isOfTheOldKey).toList();
    List<Fresh> fresh = fresh(Objects.requireNonNull(rotation.tenant()), position, keys, old);
    List<String> cursor = next(position, found);
    return database.write(
        connection ->
            position
                .table()
                .replace(
                    connection,
                    Objects.requireNonNull(rotation.tenant()),
                    rotation.newVersion(),
                    fresh)
                .chain(
                    replaced ->
                        rows.advance(
                            connection, rotation, replaced, old.size() - fresh.size(), cursor)));
  }

  private static List<Fresh> fresh(
      TenantId tenant, Position position, TenantKeys keys, List<Found> old) {
    List<Fresh> fresh = new ArrayList<>();
    for (Found one : old) {
      Place place = position.table().column().place().apply(tenant, one.placed());
      try {
        fresh.add(new Fresh(one, keys.seal(keys.open(new Sealed(one.sealed()), place), place)));
      } catch (DoesNotOpen e) {
        // It stays as it is, and keeps the old key from going: somebody has to look.
        continue;
      }
    }
    return fresh;
  }

  private Position position(List<String> cursor) {
    if (cursor.isEmpty()) {
      SealedTable first = tables.all().get(0);
      return new Position(first, first.start());
    }
    return new Position(tables.named(cursor.get(0)), cursor.subList(1, cursor.size()));
  }

  private List<String> next(Position position, List<Found> found) {
    if (found.size() == PAGE) {
      return cursor(position.table(), found.get(PAGE - 1).key());
    }
    int after = tables.all().indexOf(position.table()) + 1;
    if (after == tables.all().size()) {
      return List.of("");
    }
    SealedTable next = tables.all().get(after);
    return cursor(next, next.start());
  }

  private static List<String> cursor(SealedTable table, List<String> key) {
    List<String> cursor = new ArrayList<>();
    cursor.add(table.name());
    cursor.addAll(key);
    return cursor;
  }

  private Duration breath(long begin) {
    Duration took = Duration.ofNanos(ticks.nanos() - begin);
    return took.compareTo(LONGEST_BREATH) > 0 ? LONGEST_BREATH : took;
  }
}
