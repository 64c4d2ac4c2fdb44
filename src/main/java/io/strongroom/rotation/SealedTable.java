package io.strongroom.rotation;

import io.smallrye.mutiny.Uni;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.SealedColumn;
import io.strongroom.token.TenantId;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The statements that seal one table anew. A value is replaced only where it is still the one that
 * was read, so a newer one is never overwritten; a row that somebody has locked is left out, so
 * nobody waits for anybody.
 */
final class SealedTable {
  /** Of one table: a statement that counts more may not end in its time. */
  private static final int MOST_COUNTED = 1_000_000;

  private final SealedColumn column;
  private final String page;
  private final String rest;
  private final String replace;
  private final String count;

  SealedTable(SealedColumn column) {
    this.column = column;
    this.page = page("");
    this.rest = page(" AND key_version = $2::integer");
    this.replace = replaceStatement();
    this.count =
        "SELECT count(*) AS many FROM (SELECT 1 FROM "
            + column.table()
            + " WHERE tenant_id = $1::text AND key_version = $2::integer LIMIT $3::integer) found";
  }

  /**
   * A row of a page.
   *
   * @param sealed by the old key; empty where the row holds nothing of it
   */
  record Found(List<String> key, List<String> placed, byte[] sealed) {
    boolean isOfTheOldKey() {
      return sealed.length > 0;
    }
  }

  /** A value that replaces another. */
  record Fresh(Found found, Sealed sealed) {}

  String name() {
    return column.table();
  }

  /** Where a table begins: no part of a key is empty. */
  List<String> start() {
    return Collections.nCopies(column.key().size(), "");
  }

  SealedColumn column() {
    return column;
  }

  /**
   * The next rows in the order of their keys.
   *
   * @param all the first pass reads all of a page's rows, later ones only those of the old key
   */
  Uni<List<Found>> page(
      Statements read, TenantId tenant, int oldVersion, List<String> after, int most, boolean all) {
    Tuple parameters = Tuple.tuple().addString(tenant.value()).addInteger(oldVersion);
    parameters.addInteger(most);
    after.forEach(parameters::addString);
    return read.read(all ? page : rest, parameters).map(this::found);
  }

  /** How statements are made that change nothing. */
  interface Statements {
    Uni<RowSet<Row>> read(String sql, Tuple parameters);
  }

  /** Gives how many were replaced. */
  Uni<Integer> replace(
      SqlConnection connection, TenantId tenant, int newVersion, List<Fresh> fresh) {
    if (fresh.isEmpty()) {
      return Uni.createFrom().item(0);
    }
    Tuple parameters = Tuple.tuple().addString(tenant.value()).addInteger(newVersion);
    parameters.addValue(array(fresh, one -> one.found().sealed()));
    parameters.addValue(array(fresh, one -> one.sealed().bytes()));
    for (int i = 0; i < column.key().size(); i++) {
      int part = i;
      parameters.addArrayOfString(
          fresh.stream().map(one -> one.found().key().get(part)).toArray(String[]::new));
    }
    return connection.preparedQuery(replace).execute(parameters).map(RowSet::rowCount);
  }

  /** How many values a key has sealed; a million at most are counted. */
  Uni<Long> count(Statements read, TenantId tenant, int version) {
    return read.read(count, Tuple.of(tenant.value(), version, MOST_COUNTED))
        .map(rows -> rows.iterator().next().getLong("many"));
  }

  private List<Found> found(RowSet<Row> rows) {
    List<Found> found = new ArrayList<>();
    for (Row row : rows) {
      List<String> key = column.key().stream().map(row::getString).toList();
      var sealed = row.getBuffer("old_sealed");
      found.add(
          new Found(
              key,
              sealed == null ? key : placed(row),
              sealed == null ? new byte[0] : sealed.getBytes()));
    }
    return found;
  }

  private List<String> placed(Row row) {
    return Stream.concat(column.key().stream(), column.more().stream())
        .map(row::getString)
        .toList();
  }

  private String page(String condition) {
    String keys = String.join(", ", column.key());
    String columns =
        Stream.concat(column.key().stream(), column.more().stream())
            .collect(Collectors.joining(", "));
    return "SELECT %s, CASE WHEN key_version = $2::integer THEN %s END AS old_sealed FROM %s"
            .formatted(columns, column.column(), column.table())
        + " WHERE tenant_id = $1::text AND (%s) > (%s)%s ORDER BY %s LIMIT $3::integer"
            .formatted(keys, parameters(4, "::text"), condition, keys);
  }

  private String replaceStatement() {
    String keys = String.join(", ", column.key());
    return """
        WITH mine AS (
          SELECT %1$s, n.fresh
            FROM unnest($3::bytea[], $4::bytea[], %2$s) AS n(stale, fresh, %3$s)
            JOIN %4$s t ON t.tenant_id = $1::text AND %5$s AND t.%6$s = n.stale
             FOR NO KEY UPDATE OF t SKIP LOCKED)
        UPDATE %4$s t SET %6$s = mine.fresh, key_version = $2::integer
          FROM mine WHERE t.tenant_id = $1::text AND %7$s
        """
        .formatted(
            each("t.%1$s"),
            parameters(5, "::text[]"),
            keys,
            column.table(),
            column.key().stream()
                .map(one -> "t.%1$s = n.%1$s".formatted(one))
                .collect(Collectors.joining(" AND ")),
            column.column(),
            column.key().stream()
                .map(one -> "t.%1$s = mine.%1$s".formatted(one))
                .collect(Collectors.joining(" AND ")));
  }

  private String each(String form) {
    return column.key().stream().map(form::formatted).collect(Collectors.joining(", "));
  }

  private String parameters(int first, String type) {
    return IntStream.range(first, first + column.key().size())
        .mapToObj(i -> "$" + i + type)
        .collect(Collectors.joining(", "));
  }

  private static Buffer[] array(List<Fresh> fresh, Function<Fresh, byte[]> part) {
    return fresh.stream().map(one -> Buffer.buffer(part.apply(one))).toArray(Buffer[]::new);
  }
}
