package io.strongroom.upstream;

import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parameters of a token request, in order; a few grants repeat one (RFC 8693, section 2.1). */
final class Form {
  private final List<Map.Entry<String, String>> parameters = new ArrayList<>();

  /** Adds a parameter; one that has no value is left out. */
  Form add(String name, @Nullable String value) {
    if (value != null) {
      parameters.add(Map.entry(name, value));
    }
    return this;
  }

  /** Adds a parameter once for each value. */
  Form addAll(String name, List<String> values) {
    for (String value : values) {
      parameters.add(Map.entry(name, value));
    }
    return this;
  }

  List<Map.Entry<String, String>> parameters() {
    return List.copyOf(parameters);
  }

  /** {@code application/x-www-form-urlencoded}. */
  Buffer encoded() {
    return Buffer.buffer(
        parameters.stream()
            .map(p -> encode(p.getKey()) + "=" + encode(p.getValue()))
            .collect(Collectors.joining("&")));
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
