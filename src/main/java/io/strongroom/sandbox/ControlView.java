package io.strongroom.sandbox;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The counters and the log as JSON. */
final class ControlView {
  /** Rows in one answer, about 1 MB; the totals always cover all of them. */
  static final int ROWS_MAX = 5_000;

  private ControlView() {}

  /**
   * Counters of the calls that match the query's {@code endpoint}, {@code clientId}, {@code uid}.
   */
  static JsonObject counters(Counts counts, MultiMap query) {
    Predicate<CallKey> matching = matching(query);
    List<Map.Entry<CallKey, Count>> rows =
        counts.rows().entrySet().stream().filter(row -> matching.test(row.getKey())).toList();
    JsonArray shown = new JsonArray();
    rows.stream().limit(ROWS_MAX).forEach(row -> shown.add(row(row.getKey(), row.getValue())));
    return new JsonObject()
        .put("total", put(new JsonObject(), counts.of(matching)))
        .put("reuseDetections", counts.reuseDetections())
        .put("familiesKilled", counts.familiesKilled())
        .put("rows", shown)
        .put("rowsLeftOut", rows.size() - shown.size());
  }

  static JsonObject log(List<LoggedCall> lines) {
    JsonArray shown = new JsonArray();
    lines.forEach(line -> shown.add(line(line)));
    return new JsonObject().put("calls", shown);
  }

  static JsonObject families(List<FamilyState> families) {
    JsonArray shown = new JsonArray();
    families.forEach(
        family ->
            shown.add(
                new JsonObject()
                    .put("alive", family.alive())
                    .put("number", family.number())
                    .put("rotatedAt", family.rotatedAt().toString())));
    return new JsonObject().put("refreshFamilies", shown);
  }

  private static JsonObject line(LoggedCall line) {
    return put(new JsonObject().put("sequence", line.sequence()), line.key())
        .put("receivedAt", line.receivedAt().toString())
        .put("decidedAt", line.decidedAt().toString())
        .put("outcome", line.outcome())
        .put("fault", line.fault())
        .put("presentedSha256", line.presented())
        .put("accessTokenSha256", line.accessToken())
        .put("refreshTokenSha256", line.refreshToken());
  }

  private static JsonObject row(CallKey key, Count count) {
    return put(put(new JsonObject(), key), count);
  }

  private static JsonObject put(JsonObject json, CallKey key) {
    return json.put("endpoint", key.endpoint().label())
        .put("grant", key.grant())
        .put("clientId", key.clientId())
        .put("uid", key.uid());
  }

  private static JsonObject put(JsonObject json, Count count) {
    return json.put("received", count.received())
        .put("granted", count.granted())
        .put("refused", count.refused())
        .put("faulted", count.faulted());
  }

  private static Predicate<CallKey> matching(MultiMap query) {
    return key ->
        (!query.contains("endpoint") || key.endpoint().label().equals(query.get("endpoint")))
            && (!query.contains("clientId") || key.clientId().equals(query.get("clientId")))
            && (!query.contains("uid") || key.uid().equals(query.get("uid")));
  }
}
