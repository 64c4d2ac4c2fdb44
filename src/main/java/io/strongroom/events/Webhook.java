package io.strongroom.events;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as administrators see it, without its secret.
 *
 * @param events the types that are sent
 */
public record Webhook(
    String name, String url, List<String> events, UUID revision, Delivery delivery) {

  static final String COLUMNS =
      " name, url, events, revision, cursor, missed_to, failures, failing_since, last_status,"
          + " last_problem, last_success_at, due_at, disabled ";

  /** How the sending stands. */
  public enum State {
    OK,
    FAILING,
    DISABLED
  }

  /**
   * How far the sending has come.
   *
   * @param state {@code ok}, {@code failing} or {@code disabled}
   * @param cursor events up to here were delivered, or are of other types
   * @param missedTo events up to here were too old and gone before they were delivered
   * @param failures tries in a row that have failed
   * @param lastStatus what the receiver answered last
   * @param lastProblem why it could not answer
   * @param nextTryAt while it fails
   * @param reason of a webhook that is disabled: {@code gone} or {@code failing}
   */
  public record Delivery(
      String state,
      String cursor,
      @Nullable String missedTo,
      int failures,
      @Nullable Instant failingSince,
      @Nullable Integer lastStatus,
      @Nullable String lastProblem,
      @Nullable Instant lastSuccessAt,
      @Nullable Instant nextTryAt,
      @Nullable String reason) {}

  static Webhook of(Row row) {
    String disabled = row.getString("disabled");
    int failures = row.getInteger("failures");
    State state = disabled != null ? State.DISABLED : failures > 0 ? State.FAILING : State.OK;
    Long missed = row.getLong("missed_to");
    Delivery delivery =
        new Delivery(
            state.name().toLowerCase(Locale.ROOT),
            Long.toString(row.getLong("cursor")),
            missed == null ? null : missed.toString(),
            failures,
            instant(row, "failing_since"),
            row.getInteger("last_status"),
            row.getString("last_problem"),
            instant(row, "last_success_at"),
            state == State.FAILING ? instant(row, "due_at") : null,
            disabled);
    return new Webhook(
        row.getString("name"),
        row.getString("url"),
        List.of(row.getArrayOfStrings("events")),
        row.getUUID("revision"),
        delivery);
  }

  private static @Nullable Instant instant(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }
}
