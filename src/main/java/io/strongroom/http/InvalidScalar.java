package io.strongroom.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;

/** A single value in a body that breaks its rule; the path of the exception names the member. */
final class InvalidScalar extends JsonMappingException {
  private static final long serialVersionUID = 1L;

  private final String rule;

  InvalidScalar(JsonParser parser, String rule) {
    super(parser, rule);
    this.rule = rule;
  }

  String rule() {
    return rule;
  }
}
