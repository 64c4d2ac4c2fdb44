package io.strongroom.audit;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Fetches.Fetched;
import io.strongroom.database.Database;
import io.strongroom.database.Page;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The counts of fetches as they are stored, by the hour of the database's clock. */
@Singleton
class FetchRows {
  private static final String ADD =
      """
      INSERT INTO fetch_count AS f (tenant_id, environment, uid, hour, key_id, fetches)
      SELECT $1::text, c.environment, c.uid, date_trunc('hour', now(), 'UTC'), c.key_id, c.fetches
        FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[])
               AS c(environment, uid, key_id, fetches)
      ON CONFLICT (tenant_id, environment, uid, hour, key_id) DO UPDATE
         SET fetches = f.fetches + excluded.fetches
      """;

  private static final String FIND =
      """
      SELECT environment, uid, hour, key_id, fetches FROM fetch_count
       WHERE tenant_id = $1::text
         AND ($2::text IS NULL OR environment = $2::text) AND ($3::text IS NULL OR uid = $3::text)
         AND ($4::text IS NULL OR key_id = $4::text)
         AND ($5::timestamptz IS NULL OR hour + interval '1 hour' > $5::timestamptz)
         AND ($6::timestamptz IS NULL OR hour < $6::timestamptz)
         AND (environment, uid, hour, key_id) > ($7::text, $8::text, $9::timestamptz, $10::text)
       ORDER BY environment, uid, hour, key_id LIMIT $11::integer
      """;

  private final Database database;

  FetchRows(Database database) {
    this.database = database;
  }

  /** Adds counts of one tenant, whose keys are in an order that is everybody's. */
  Uni<Void> add(TenantId tenant, List<Map.Entry<Fetched, Long>> counts) {
    Tuple parameters =
        Tuple.of(tenant.value())
            .addArrayOfString(texts(counts, Fetched::environment))
            .addArrayOfString(texts(counts, Fetched::uid))
            .addArrayOfString(texts(counts, Fetched::key))
            .addArrayOfLong(counts.stream().map(Map.Entry::getValue).toArray(Long[]::new));
    return database
        .write(connection -> connection.preparedQuery(ADD).execute(parameters))
        .replaceWithVoid();
  }

  private static String[] texts(
      List<Map.Entry<Fetched, Long>> counts, Function<Fetched, String> part) {
    return counts.stream().map(count -> part.apply(count.getKey())).toArray(String[]::new);
  }

  Uni<Page<FetchCount>> find(TenantId tenant, FetchFilter filter, Page.Request page) {
    Cursor after = Cursor.parse(page.cursor());
    Tuple parameters =
        filter
            .parameters(tenant)
            .addString(after.environment)
            .addString(after.uid)
            .addOffsetDateTime(after.hour.atOffset(ZoneOffset.UTC))
            .addString(after.key)
            .addInteger(page.fetch());
    return database.read(FIND, parameters).map(rows -> page(rows, page));
  }

  private static Page<FetchCount> page(RowSet<Row> rows, Page.Request page) {
    List<FetchCount> items = new ArrayList<>();
    for (Row row : rows) {
      items.add(
          new FetchCount(
              row.getOffsetDateTime("hour").toInstant(),
              nullIfEmpty(row.getString("environment")),
              nullIfEmpty(row.getString("uid")),
              nullIfEmpty(row.getString("key_id")),
              row.getLong("fetches")));
    }
    return Page.of(items, page, item -> Cursor.of(item).toString());
  }

  private static @Nullable String nullIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }

  /** The key of the last item; its parts cannot hold a slash. */
  private record Cursor(String environment, String uid, Instant hour, String key) {
    private static final int PARTS = 4;
    private static final Cursor START = new Cursor("", "", Instant.EPOCH, "");

    static Cursor of(FetchCount item) {
      return new Cursor(
          text(item.environment()), text(item.uid()), item.hour(), text(item.keyId()));
    }

    private static String text(@Nullable String value) {
      return value == null ? "" : value;
    }

    static Cursor parse(String text) {
      if (text.isEmpty()) {
        return START;
      }
      String[] parts = text.split("/", -1);
      InvalidValue.unless(
          parts.length == PARTS && parts[2].matches("[0-9]{1,11}"),
          "cursor",
          "must be one of a page before");
      return new Cursor(
          parts[0], parts[1], Instant.ofEpochSecond(Long.parseLong(parts[2])), parts[3]);
    }

    @Override
    public String toString() {
      return environment + "/" + uid + "/" + hour.getEpochSecond() + "/" + key;
    }
  }
}
