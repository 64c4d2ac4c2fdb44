package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.database.Page;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was asked to be revoked of a tenant, the newest first, with how far it has come here. */
@Singleton
public class RevocationList {
  private static final String LIST =
      """
      SELECT revocation_id, created_at, finished_at, environment, uid, client_id,
             token_hash IS NOT NULL AS by_token, key_id, issued_before, issued_after, timed,
             master_token, upstream, matched, revoked
        FROM revocation
       WHERE tenant_id = $1::text
         AND (created_at, revocation_id) < (coalesce($2::timestamptz, 'infinity'), $3::text)
       ORDER BY created_at DESC, revocation_id DESC LIMIT $4::integer
      """;

  private final Database database;

  RevocationList(Database database) {
    this.database = database;
  }

  /**
   * One revocation; dimensions that were not named are null.
   *
   * @param finishedAt of the part here; null while it goes on
   * @param allOfTenant true where no dimension was named, else null
   * @param token true where one token was named by its value, which is not kept, else null
   * @param issuedBefore the time that was named, else that of the call
   */
  public record Listed(
      String revocationId,
      Instant requestedAt,
      @Nullable Instant finishedAt,
      long matched,
      long revoked,
      @Nullable Boolean allOfTenant,
      @Nullable String environment,
      @Nullable String uid,
      @Nullable String clientId,
      @Nullable Boolean token,
      @Nullable String keyId,
      Instant issuedBefore,
      @Nullable Instant issuedAfter,
      boolean masterToken,
      boolean upstream) {

    static Listed of(Row row) {
      return new Listed(
          row.getString("revocation_id"),
          row.getOffsetDateTime("created_at").toInstant(),
          instant(row, "finished_at"),
          row.getLong("matched"),
          row.getLong("revoked"),
          isOfAll(row) ? true : null,
          row.getString("environment"),
          row.getString("uid"),
          row.getString("client_id"),
          row.getBoolean("by_token") ? true : null,
          row.getString("key_id"),
          row.getOffsetDateTime("issued_before").toInstant(),
          instant(row, "issued_after"),
          row.getBoolean("master_token"),
          row.getBoolean("upstream"));
    }

    private static boolean isOfAll(Row row) {
      return !row.getBoolean("by_token")
          && !row.getBoolean("timed")
          && row.getString("environment") == null
          && row.getString("uid") == null
          && row.getString("client_id") == null
          && row.getString("key_id") == null;
    }

    private static @Nullable Instant instant(Row row, String column) {
      OffsetDateTime time = row.getOffsetDateTime(column);
      return time == null ? null : time.toInstant();
    }
  }

  /** Where a page ended: the time to its last microsecond, and the id of those of one time. */
  private record Cursor(@Nullable Instant time, String id) {
    private static final String SEPARATOR = "/";

    static Cursor of(Page.Request request) {
      String text = request.cursor();
      int separator = text.indexOf(SEPARATOR);
      Page.Request.requireCursor(text.isEmpty() || separator > 0);
      return text.isEmpty()
          ? new Cursor(null, "")
          : new Cursor(time(text.substring(0, separator)), text.substring(separator + 1));
    }

    static String behind(Listed last) {
      return last.requestedAt() + SEPARATOR + last.revocationId();
    }

    private static Instant time(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeException e) {
        throw Page.Request.notACursor();
      }
    }
  }

  public Uni<Page<Listed>> page(TenantId tenant, Page.Request request) {
    Cursor from = Cursor.of(request);
    return database
        .read(
            LIST,
            Tuple.of(tenant.value())
                .addOffsetDateTime(
                    from.time() == null ? null : from.time().atOffset(ZoneOffset.UTC))
                .addString(from.id())
                .addInteger(request.fetch()))
        .map(
            rows -> {
              List<Listed> items = new ArrayList<>();
              rows.forEach(row -> items.add(Listed.of(row)));
              return Page.of(items, request, Cursor::behind);
            });
  }
}
