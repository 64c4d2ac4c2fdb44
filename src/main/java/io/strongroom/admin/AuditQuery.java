package io.strongroom.admin;

import io.strongroom.audit.Action;
import io.strongroom.audit.AuditTrail.Order;
import io.strongroom.audit.EventFilter;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.KeyId;
import io.strongroom.token.Uid;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The filters of a list of recorded acts, joined by <i>and</i>, and its order. */
public class AuditQuery {
  @QueryParam("action")
  @Nullable String action;

  @QueryParam("keyId")
  @Nullable String keyId;

  @QueryParam("environment")
  @Nullable String environment;

  @QueryParam("uid")
  @Nullable String uid;

  @QueryParam("clientId")
  @Nullable String clientId;

  @QueryParam("outcome")
  @Nullable String outcome;

  @QueryParam("since")
  @Nullable String since;

  @QueryParam("until")
  @Nullable String until;

  @QueryParam("order")
  @Nullable String order;

  EventFilter filter() {
    return new EventFilter(
        of(action, Action::named),
        of(keyId, KeyId::new),
        of(environment, EnvironmentName::new),
        of(uid, Uid::new),
        of(clientId, ClientId::new),
        of(outcome, AuditQuery::word),
        of(since, text -> time("since", text)),
        of(until, text -> time("until", text)),
        null);
  }

  Order order() {
    if (order == null || order.equals("newest")) {
      return Order.NEWEST;
    }
    InvalidValue.unless(order.equals("oldest"), "order", "must be newest or oldest");
    return Order.OLDEST;
  }

  static <T> @Nullable T of(@Nullable String text, Function<String, T> value) {
    return text == null ? null : value.apply(text);
  }

  private static String word(String text) {
    InvalidValue.unless(
        text.matches("[a-z][a-z-]{0,63}"),
        "outcome",
        "must be done or the word for what came instead");
    return text;
  }

  static Instant time(String member, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidValue(member, "must be a time like 2030-01-31T12:00:00Z");
    }
  }
}
