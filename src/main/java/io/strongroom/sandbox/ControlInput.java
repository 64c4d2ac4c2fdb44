package io.strongroom.sandbox;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A control body, read member by member; each reading method throws {@link BadInput}. */
final class ControlInput {
  /** A rule for text: a pattern, and the sentence that tells it. */
  enum Rule {
    IDENTIFIER("[\\x21-\\x7e]{1,128}", "1 to 128 visible ASCII characters"),
    SECRET("[\\x20-\\x7e]{1,16384}", "1 to 16384 printable ASCII characters"),
    SCOPE("[\\x20-\\x7e&&[^\"\\\\]]{0,1024}", "at most 1024 printable ASCII characters, no quotes"),
    ERROR_CODE("[\\x20-\\x7e&&[^\"\\\\]]{1,128}", "1 to 128 printable ASCII characters, no quotes"),
    HEADER("[\\x20-\\x7e]{1,64}", "1 to 64 printable ASCII characters"),
    BODY("(?s).{0,16384}", "at most 16384 characters");

    private final Pattern pattern;
    private final String sentence;

    Rule(String pattern, String sentence) {
      this.pattern = Pattern.compile(pattern);
      this.sentence = sentence;
    }
  }

  private final JsonObject json;
  private final Set<String> known = new HashSet<>();

  private ControlInput(JsonObject json) {
    this.json = json;
  }

  static ControlInput parse(String body) {
    try {
      return new ControlInput(new JsonObject(body));
    } catch (DecodeException e) {
      throw new BadInput("", "the body must be a JSON object");
    }
  }

  /** To be called last: a member that nobody read is a mistake of the caller. */
  void requireNothingElse() {
    json.fieldNames().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new BadInput(name, "unknown member");
            });
  }

  Optional<String> text(String member, Rule rule) {
    return value(member).map(value -> checked(member, value, rule));
  }

  String requiredText(String member, Rule rule) {
    return text(member, rule).orElseThrow(() -> new BadInput(member, rule.sentence));
  }

  Optional<Boolean> flag(String member) {
    return value(member)
        .map(
            value -> {
              if (value instanceof Boolean flag) {
                return flag;
              }
              throw new BadInput(member, "true or false");
            });
  }

  Optional<Integer> integer(String member, int min, int max) {
    return value(member)
        .map(
            value -> {
              if (value instanceof Integer number && number >= min && number <= max) {
                return number;
              }
              throw new BadInput(member, "a whole number from " + min + " to " + max);
            });
  }

  <T> Optional<T> oneOf(String member, Function<String, Optional<T>> choice, String rule) {
    return value(member)
        .map(value -> choice.apply(value.toString()).orElseThrow(() -> new BadInput(member, rule)));
  }

  static String checked(String member, Object value, Rule rule) {
    if (value instanceof String text && rule.pattern.matcher(text).matches()) {
      return text;
    }
    throw new BadInput(member, rule.sentence);
  }

  private Optional<Object> value(String member) {
    known.add(member);
    if (json.containsKey(member) && json.getValue(member) == null) {
      throw new BadInput(member, "leave it out instead of null");
    }
    return Optional.ofNullable(json.getValue(member));
  }
}
