package io.strongroom.events;

import io.strongroom.token.InvalidValue;
import java.util.regex.Pattern;

/** What a tenant calls one of its webhooks; the rule is that of environments. */
public record WebhookName(String value) {
  private static final Pattern RULE = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  public WebhookName {
    InvalidValue.unless(
        RULE.matcher(value).matches(), "name", "must match [a-z0-9][a-z0-9-]{0,63}");
  }

  @Override
  public String toString() {
    return value;
  }
}
