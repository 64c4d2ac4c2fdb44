package io.strongroom.events;

import io.strongroom.audit.RecordedEvent;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event, the same to those who read it and to those it is sent to; {@code type}, {@code
 * timestamp} and {@code data} are those of Standard Webhooks.
 *
 * @param id of the audit's row; every delivery of the event carries it
 * @param cursor the audit's place: events after this one are had by it
 */
public record Notice(
    UUID id, String cursor, String type, Instant timestamp, Map<String, Object> data) {

  static Notice of(RecordedEvent recorded) {
    EventType type = EventType.of(recorded.action());
    Map<String, Object> data = new LinkedHashMap<>();
    put(data, "environment", recorded.environment());
    put(data, "uid", recorded.uid());
    put(data, "clientId", recorded.clientId());
    if (type.target() != null) {
      put(data, type.target(), recorded.target());
    }
    data.putAll(new JsonObject(recorded.detail()).getMap());
    return new Notice(
        recorded.eventId(),
        Long.toString(recorded.seq()),
        type.word(),
        recorded.recordedAt().truncatedTo(ChronoUnit.SECONDS),
        data);
  }

  /** The text that is sent and signed. */
  String body() {
    return new JsonObject()
        .put("id", id.toString())
        .put("cursor", cursor)
        .put("type", type)
        .put("timestamp", timestamp.toString())
        .put("data", new JsonObject(data))
        .encode();
  }

  long place() {
    return Long.parseLong(cursor);
  }

  private static void put(Map<String, Object> data, String name, @Nullable String value) {
    if (value != null) {
      data.put(name, value);
    }
  }
}
