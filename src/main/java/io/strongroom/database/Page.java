package io.strongroom.database;

import io.strongroom.token.InvalidValue;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list that is ordered by a unique key.
 *
 * @param nextCursor the key of the last item, where there is more
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {
  public static final int DEFAULT_LIMIT = 100;
  public static final int MAX_LIMIT = 1_000;

  /** What a caller asks of a list: at most {@code limit} items after {@code cursor}. */
  public record Request(String cursor, int limit) {
    /** Names, and what joins them: nothing that a database would not take as text. */
    private static final Pattern CURSOR = Pattern.compile("[!-~]{0,400}");

    public Request {
      requireCursor(CURSOR.matcher(cursor).matches());
      InvalidValue.unless(
          limit >= 1 && limit <= MAX_LIMIT, "limit", "must be between 1 and " + MAX_LIMIT);
    }

    /** Refuses a cursor that no page of the list has given. */
    public static void requireCursor(boolean given) {
      if (!given) {
        throw notACursor();
      }
    }

    public static InvalidValue notACursor() {
      return new InvalidValue("cursor", "must be one that a page of this list has given");
    }

    /** One more than the page holds: its presence tells that there is a next page. */
    public int fetch() {
      return limit + 1;
    }
  }

  public static <T> Page<T> of(List<T> fetched, Request request, Function<T, String> key) {
    if (fetched.size() <= request.limit()) {
      return new Page<>(fetched, null);
    }
    List<T> items = fetched.subList(0, request.limit());
    return new Page<>(items, key.apply(items.get(items.size() - 1)));
  }
}
