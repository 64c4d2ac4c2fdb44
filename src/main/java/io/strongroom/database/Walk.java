package io.strongroom.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A list in the order of its key of which only some rows are wanted. However few they are, a page
 * looks at no more than {@link #SPAN} rows: it may hold less than was asked for, or nothing, and
 * says where to go on.
 *
 * <p>All members are SQL that its owner wrote; what callers bring goes through parameters.
 *
 * @param table to walk through
 * @param key its columns, joined by commas, all of them text
 * @param columns what is read, the key's among them
 * @param range the condition that the index of the key serves: from the cursor on
 * @param filter which rows are wanted
 */
public record Walk(String table, String key, String columns, String range, String filter) {
  /** Rows that one page looks at: some ten milliseconds of a database's time. */
  public static final int SPAN = 10_000;

  /** No name has it, so parts of a cursor can be told apart. */
  private static final String SEPARATOR = "/";

  private static final String REACHED = "reached";

  /**
   * The rows come lazily: a page that is full looks no further. One that is not full tells in
   * {@code reached} where its span ended; null means that there is nothing behind it.
   */
  private static final String SQL =
      """
      WITH page AS MATERIALIZED (
             SELECT * FROM (SELECT %2$s FROM %1$s WHERE %4$s ORDER BY %3$s LIMIT %6$d) AS walked
              WHERE %5$s ORDER BY %3$s LIMIT %7$d)
      SELECT page.*,
             (SELECT ARRAY[%3$s] FROM %1$s
               WHERE (%4$s) AND (SELECT count(*) FROM page) < %7$d
               ORDER BY %3$s OFFSET %6$d - 1 LIMIT 1) AS reached
        FROM (VALUES (true)) AS one(there) LEFT JOIN page ON true
       ORDER BY %3$s
      """;

  /** Reads one page. */
  public <T> Uni<Page<T>> page(
      Database database, Tuple parameters, Page.Request request, Function<Row, T> item) {
    return database.read(sql(request), parameters).map(rows -> page(rows, request, item));
  }

  /** The parts of a cursor, one for each column of the key; of none, empty ones. */
  public static String[] start(Page.Request request, int columns) {
    if (request.cursor().isEmpty()) {
      String[] none = new String[columns];
      Arrays.fill(none, "");
      return none;
    }
    String[] parts = request.cursor().split(SEPARATOR, -1);
    Page.Request.requireCursor(parts.length == columns);
    return parts;
  }

  private String sql(Page.Request request) {
    return SQL.formatted(table, columns, key, range, filter, SPAN, request.fetch());
  }

  private <T> Page<T> page(RowSet<Row> rows, Page.Request request, Function<Row, T> item) {
    List<Found<T>> found = new ArrayList<>();
    String reached = null;
    for (Row row : rows) {
      reached = cursor(row.getArrayOfStrings(REACHED));
      if (row.getString(columnsOfKey()[0]) != null) {
        found.add(new Found<>(key(row), item.apply(row)));
      }
    }
    Page<Found<T>> page = Page.of(found, request, Found::key);
    return new Page<>(
        page.items().stream().map(Found::item).toList(),
        page.nextCursor() == null ? reached : page.nextCursor());
  }

  private record Found<T>(String key, T item) {}

  private String key(Row row) {
    return Objects.requireNonNull(
        cursor(Arrays.stream(columnsOfKey()).map(row::getString).toArray(String[]::new)));
  }

  private String[] columnsOfKey() {
    return key.split(", ");
  }

  private static @Nullable String cursor(String @Nullable [] parts) {
    return parts == null ? null : String.join(SEPARATOR, parts);
  }
}
