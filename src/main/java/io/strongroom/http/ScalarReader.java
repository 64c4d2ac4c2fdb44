package io.strongroom.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.strongroom.token.InvalidValue;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.function.Function;

/**
 * Reads a value that checks itself out of a JSON string; a number, a null or an array is refused.
 */
final class ScalarReader<T> extends StdDeserializer<T> {
  private static final long serialVersionUID = 1L;

  private final transient Function<String, T> construct;
  private final String form;

  /**
   * @param form what the string must be, for the sentence to the caller
   */
  ScalarReader(Class<T> type, String form, Function<String, T> construct) {
    super(type);
    this.form = form;
    this.construct = construct;
  }

  @Override
  public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      throw new InvalidScalar(parser, "must be " + form);
    }
    try {
      return construct.apply(parser.getText());
    } catch (InvalidValue e) {
      throw new InvalidScalar(parser, e.rule());
    } catch (DateTimeException e) {
      throw new InvalidScalar(parser, "must be " + form);
    }
  }
}
