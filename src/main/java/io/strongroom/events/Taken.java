package io.strongroom.events;

import io.strongroom.seal.Sealed;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Arrays;
import java.util.List;

/**
 * A webhook that this instance sends to for a while.
 *
 * @param turn the fence: whoever takes it next has a higher one
 * @param cursor where it stood when it was taken
 * @param failures tries in a row that have failed
 */
record Taken(
    TenantId tenant,
    WebhookName name,
    String url,
    List<EventType> types,
    Sealed secret,
    long turn,
    long cursor,
    int failures) {

  static final String COLUMNS =
      " w.tenant_id, w.name, w.url, w.events, w.secret, w.turn, w.cursor, w.failures ";

  static Taken of(Row row) {
    return new Taken(
        new TenantId(row.getString("tenant_id")),
        new WebhookName(row.getString("name")),
        row.getString("url"),
        Arrays.stream(row.getArrayOfStrings("events"))
            .map(word -> EventType.named("events", word))
            .toList(),
        new Sealed(row.getBuffer("secret").getBytes()),
        row.getLong("turn"),
        row.getLong("cursor"),
        row.getInteger("failures"));
  }

  boolean isAiling() {
    return failures > 0;
  }
}
