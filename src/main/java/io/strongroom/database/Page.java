package io.strongroom.database;

import io.strongroom.token.InvalidValue;
import java.util.List;
import java.util.function.Function;
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
    public Request {
      InvalidValue.unless(
          limit >= 1 && limit <= MAX_LIMIT, "limit", "must be between 1 and " + MAX_LIMIT);
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
