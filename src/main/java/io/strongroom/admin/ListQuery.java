package io.strongroom.admin;

import io.strongroom.database.Page;
import io.strongroom.token.InvalidValue;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** {@code ?cursor=&limit=} of a list. */
public class ListQuery {
  @QueryParam("cursor")
  @Nullable String cursor;

  @QueryParam("limit")
  @Nullable String limit;

  Page.Request page() {
    return new Page.Request(cursor == null ? "" : cursor, limit());
  }

  private int limit() {
    if (limit == null) {
      return Page.DEFAULT_LIMIT;
    }
    InvalidValue.unless(limit.matches("[0-9]{1,6}"), "limit", "must be a whole number");
    return Integer.parseInt(limit);
  }
}
