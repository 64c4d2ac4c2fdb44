package io.strongroom.events;

import io.strongroom.token.InvalidValue;
import io.strongroom.token.SecretText;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator writes of a webhook.
 *
 * @param secret null: the one that is there, or one that the service makes
 * @param events the types that are sent; null for all
 * @param after the cursor to begin at; null: go on, or begin with what comes from now on
 */
public record WebhookRequest(
    String url,
    @Nullable SecretText secret,
    @Nullable List<String> events,
    @Nullable String after) {

  private static final String EVENTS = "events";

  public WebhookRequest {
    url = InvalidValue.required(url, "url");
    if (secret != null) {
      var unused = SigningSecret.of(secret);
    }
    events = events == null ? null : known(events);
    if (after != null) {
      var unused = Events.place("after", after);
    }
  }

  private static List<String> known(List<String> words) {
    InvalidValue.unless(!words.isEmpty(), EVENTS, "must not be empty");
    List<String> known =
        words.stream()
            .map(word -> EventType.named(EVENTS, InvalidValue.required(word, EVENTS)).word())
            .toList();
    InvalidValue.unless(
        new HashSet<>(known).size() == known.size(), EVENTS, "must not name a type twice");
    return known;
  }

  List<String> types() {
    return events == null ? EventType.words() : events;
  }

  /** Null where none is named. */
  @Nullable Long place() {
    return after == null ? null : Long.valueOf(Events.place("after", after));
  }
}
