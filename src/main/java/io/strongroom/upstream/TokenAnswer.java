package io.strongroom.upstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strongroom.token.SecretText;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A token endpoint's answer, read leniently where providers differ (RFC 6749, sections 5.1, 5.2).
 */
final class TokenAnswer {
  /** Providers' answers are not ours to be strict about, so this reader is not the API's. */
  private static final ObjectMapper JSON = new ObjectMapper(new JsonFactory());

  /** Longer than any provider's promise; keeps arithmetic on times safe. */
  private static final long MAX_LIFETIME_SECONDS = 10L * 365 * 24 * 3600;

  /** What a provider says beside its tokens is kept only where it is plain: it goes into text. */
  private static final Pattern PLAIN_WORD = Pattern.compile("[!-~]{1,256}");

  private static final int MAX_SCOPES = 500;

  /** Java's own parser also takes NaN, hexadecimal numbers and type suffixes. */
  private static final Pattern DECIMAL =
      Pattern.compile("-?[0-9]{1,400}(\\.[0-9]{1,400})?([eE][+-]?[0-9]{1,3})?");

  private final JsonNode body;

  private TokenAnswer(JsonNode body) {
    this.body = body;
  }

  /** The answer, if the body is a JSON object at all. */
  static Optional<TokenAnswer> read(Buffer body) {
    try {
      JsonNode node = JSON.readTree(body.getBytes());
      return node != null && node.isObject()
          ? Optional.of(new TokenAnswer(node))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The client token and what comes with it; empty if there is no usable one. */
  Optional<Outcome.Granted> granted() {
    String token = text("access_token");
    if (token == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Outcome.Granted(
            SecretText.of(token),
            plain(text("token_type")),
            scopes(),
            lifetime(),
            newMasterToken()));
  }

  /** The error code: the standard's member, else the first of the companion style's list. */
  @Nullable String error() {
    String standard = text("error");
    if (standard != null) {
      return standard;
    }
    JsonNode first = body.path("errors").path(0);
    return first.isTextual() ? first.textValue() : null;
  }

  /** The word by which the companion style says how a call that gives no token has ended. */
  @Nullable String status() {
    return text("status");
  }

  private @Nullable Duration lifetime() {
    JsonNode value = body.path("expires_in");
    if (!value.isNumber() && !value.isTextual()) {
      return null;
    }
    String text = value.asText().trim();
    if (!DECIMAL.matcher(text).matches()) {
      return null;
    }
    long seconds = (long) Double.parseDouble(text);
    return Duration.ofSeconds(Math.max(0, Math.min(seconds, MAX_LIFETIME_SECONDS)));
  }

  private @Nullable List<String> scopes() {
    JsonNode value = body.path("scope");
    if (!value.isTextual() && !value.isArray()) {
      return null;
    }
    List<String> scopes = new ArrayList<>();
    if (value.isTextual()) {
      scopes.addAll(List.of(value.textValue().split(" ")));
    } else {
      value.forEach(scope -> scopes.add(scope.asText()));
    }
    return scopes.stream().filter(s -> plain(s) != null).limit(MAX_SCOPES).toList();
  }

  private static @Nullable String plain(@Nullable String word) {
    return word != null && PLAIN_WORD.matcher(word).matches() ? word : null;
  }

  /** What replaces the master token, of any length that an answer may have; null keeps it. */
  @Nullable SecretText newMasterToken() {
    String value = text("refresh_token");
    return value == null ? null : SecretText.of(value);
  }

  /** A member that is a text with something in it; null where there is none. */
  @Nullable String text(String member) {
    JsonNode value = body.path(member);
    return value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
  }
}
