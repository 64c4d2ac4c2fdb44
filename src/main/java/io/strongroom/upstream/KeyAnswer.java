package io.strongroom.upstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strongroom.tenant.AuthScope;
import io.strongroom.token.SecretText;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an upstream says of a token: as {@code /v2/auth/token} does, or by RFC 7662. Of its
 * text only what is of a known form is kept.
 */
final class KeyAnswer {
  private static final ObjectMapper JSON = new ObjectMapper(new JsonFactory());

  private static final int UNAUTHORIZED = 401;
  private static final int MAX_NAME = 100;

  /** All that such a key can have; whoever reads our answer knows no other word. */
  private static final Set<String> SCOPES =
      Arrays.stream(AuthScope.values())
          .filter(scope -> scope.family() == AuthScope.Family.MARKETPLACE)
          .map(AuthScope::name)
          .collect(Collectors.toUnmodifiableSet());

  private KeyAnswer() {}

  /** Of {@code POST /v2/auth/token}: 200 names the key, 401 does not know it. */
  static LiveAnswer ofKey(Reply reply, SecretText token, Instant askedAt) {
    if (!(reply instanceof Reply.Answer answer)) {
      return LiveAnswer.of(LiveAnswer.Status.UNKNOWN, askedAt);
    }
    if (answer.status() == UNAUTHORIZED) {
      return LiveAnswer.of(LiveAnswer.Status.INACTIVE, askedAt);
    }
    JsonNode key = body(answer).map(body -> body.path("result").path("apiKey")).orElse(null);
    return answer.status() != 200 || key == null || !key.isObject()
        ? LiveAnswer.of(LiveAnswer.Status.UNKNOWN, askedAt)
        : LiveAnswer.of(LiveAnswer.Status.ACTIVE, askedAt).of(name(key, token), scopes(key));
  }

  /** Of an introspection endpoint (RFC 7662, section 2.2); only {@code active} is read. */
  static LiveAnswer ofIntrospection(Reply reply, Instant askedAt) {
    Optional<JsonNode> active =
        reply instanceof Reply.Answer answer && answer.status() == 200
            ? body(answer).map(body -> body.path("active")).filter(JsonNode::isBoolean)
            : Optional.empty();
    LiveAnswer.Status status =
        active
            .map(yes -> yes.booleanValue() ? LiveAnswer.Status.ACTIVE : LiveAnswer.Status.INACTIVE)
            .orElse(LiveAnswer.Status.UNKNOWN);
    return LiveAnswer.of(status, askedAt);
  }

  private static @Nullable String name(JsonNode key, SecretText token) {
    String name = key.path("name").asText();
    boolean plain =
        !name.isEmpty()
            && name.length() <= MAX_NAME
            && name.codePoints().noneMatch(Character::isISOControl);
    return plain && !token.isWithin(name) ? name : null;
  }

  private static @Nullable List<String> scopes(JsonNode key) {
    if (!key.path("authScopes").isArray()) {
      return null;
    }
    List<String> known = new ArrayList<>();
    for (JsonNode scope : key.path("authScopes")) {
      if (SCOPES.contains(scope.asText()) && !known.contains(scope.asText())) {
        known.add(scope.asText());
      }
    }
    return known;
  }

  private static Optional<JsonNode> body(Reply.Answer answer) {
    try {
      return Optional.ofNullable(JSON.readTree(answer.body().getBytes()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
