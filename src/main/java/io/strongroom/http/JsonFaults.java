package io.strongroom.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.InvalidValue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names the member and the rule of a body that does not fit, never its value. */
final class JsonFaults {
  static final String MALFORMED = "The body is not one well-formed JSON value in UTF-8";

  private JsonFaults() {}

  static Fault mapping(JsonMappingException e) {
    String path = path(e);
    if (e instanceof UnrecognizedPropertyException) {
      return Fault.invalid(path, "is not a member of this request");
    }
    if (e instanceof InvalidScalar scalar) {
      return Fault.invalid(path, scalar.rule());
    }
    if (e.getCause() instanceof InvalidValue value) {
      return Fault.invalid(
          path.isEmpty() ? value.member() : path + "." + value.member(), value.rule());
    }
    if (e.getCause() instanceof InputCoercionException) {
      return Fault.invalid(path, "must be a whole number in range");
    }
    if (e.getOriginalMessage().startsWith("Missing required creator property")) {
      return Fault.invalid(path, "is required");
    }
    if (e instanceof MismatchedInputException mismatch) {
      return path.isEmpty()
          ? Fault.of(FaultCode.INVALID_REQUEST, "The body must be one JSON object")
          : Fault.invalid(path, "must be " + expected(mismatch.getTargetType()));
    }
    return e.getCause() instanceof JsonProcessingException cause
        ? unreadable(cause)
        : Fault.of(FaultCode.INVALID_REQUEST, MALFORMED);
  }

  /**
   * A body that is no JSON, or JSON with a member twice, which two readers could read in two ways.
   */
  static Fault unreadable(JsonProcessingException e) {
    boolean twice = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field");
    return twice && e.getProcessor() instanceof JsonParser parser
        ? Fault.invalid(parser.getParsingContext().getCurrentName(), "is there more than once")
        : Fault.of(FaultCode.INVALID_REQUEST, MALFORMED);
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
        .collect(Collectors.joining("."))
        .replace(".[", "[");
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "of another type";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
      return "a whole number";
    }
    if (Iterable.class.isAssignableFrom(type)) {
      return "an array";
    }
    return type == String.class || type.isEnum() ? "a string" : "an object";
  }
}
