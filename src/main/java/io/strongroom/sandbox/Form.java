package io.strongroom.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a form body. It is parsed here and not by the HTTP server, whose bounds for one
 * parameter are far below the longest token.
 */
public final class Form {
  /** RFC 8693 section 2.1: the only parameters that may come more than once. */
  private static final Set<String> REPEATABLE = Set.of("audience", "resource");

  private static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

  private final Map<String, String> parameters;
  private final Optional<String> defect;

  private Form(Map<String, String> parameters, Optional<String> defect) {
    this.parameters = parameters;
    this.defect = defect;
  }

  /** Reads a body; what is wrong with it is told by {@link #defect()}. */
  public static Form parse(String contentType, String body) {
    Map<String, String> parameters = new HashMap<>();
    if (!contentType.toLowerCase(Locale.ROOT).startsWith(MEDIA_TYPE)) {
      return new Form(parameters, Optional.of("the body must be " + MEDIA_TYPE));
    }
    for (String pair : body.split("&")) {
      int equals = pair.indexOf('=');
      try {
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        // RFC 6749 section 3.2: parameters without a value are treated as omitted.
        if (!value.isEmpty()
            && parameters.putIfAbsent(name, value) != null
            && !REPEATABLE.contains(name)) {
          return new Form(parameters, Optional.of("a parameter is repeated"));
        }
      } catch (IllegalArgumentException e) {
        return new Form(parameters, Optional.of("the body is not form-encoded"));
      }
    }
    return new Form(parameters, Optional.empty());
  }

  Optional<String> defect() {
    return defect;
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
