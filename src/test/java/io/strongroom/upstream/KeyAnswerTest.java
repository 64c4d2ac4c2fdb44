package io.strongroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.strongroom.token.SecretText;
import io.strongroom.upstream.LiveAnswer.Status;
import io.strongroom.upstream.Reply.Answer;
import io.strongroom.upstream.Reply.Lost;
import io.strongroom.upstream.Reply.Point;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of what an upstream says of a token. */
class KeyAnswerTest {
  private static final SecretText TOKEN = SecretText.of("token-4711");

  @ParameterizedTest
  @EnumSource(Point.class)
  void callThatWasLostTellsNothing(Point point) {
    Lost lost = new Lost(point, "x");

    assertEquals(Status.UNKNOWN, KeyAnswer.ofKey(lost, TOKEN, Instant.EPOCH).status());
    assertEquals(Status.UNKNOWN, KeyAnswer.ofIntrospection(lost, Instant.EPOCH).status());
  }

  @ParameterizedTest
  @CsvSource({
    "200, ACTIVE",
    "201, UNKNOWN",
    "302, UNKNOWN",
    "400, UNKNOWN",
    "401, INACTIVE",
    "403, UNKNOWN",
    "420, UNKNOWN",
    "500, UNKNOWN"
  })
  void onlyTwoStatusesSaySomethingOfAKey(int status, Status said) {
    assertEquals(said, ofKey(status, key("bot", "PRICING")).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "holds token-4711", "two\nlines", "\u0007"})
  void nameThatIsNotPlainIsLeftOut(String name) {
    assertNull(ofKey(200, key(name, "PRICING")).name());
  }

  @Test
  void nameThatIsTooLongIsLeftOut() {
    assertEquals("n".repeat(100), ofKey(200, key("n".repeat(100), "PRICING")).name());
    assertNull(ofKey(200, key("n".repeat(101), "PRICING")).name());
  }

  @Test
  void scopesAreKnownWordsAndEachIsThereOnce() {
    LiveAnswer answer =
        ofKey(200, key("bot", "PRICING", "token-4711", "TENANT_ADMIN", "PRICING", "PROMOTION"));

    assertEquals(List.of("PRICING", "PROMOTION"), answer.authScopes());
  }

  @ParameterizedTest
  @CsvSource({
    "200, '{\"active\":true}', ACTIVE",
    "200, '{\"active\":true,\"username\":\"ann\"}', ACTIVE",
    "200, '{\"active\":false}', INACTIVE",
    "200, '{\"active\":\"true\"}', UNKNOWN",
    "200, '{}', UNKNOWN",
    "200, '<html>', UNKNOWN",
    "401, '{\"active\":true}', UNKNOWN",
    "500, '{\"active\":false}', UNKNOWN"
  })
  void introspectionSaysYesOrNo(int status, String body, Status said) {
    Answer answer = new Answer(status, null, Buffer.buffer(body));

    LiveAnswer read = KeyAnswer.ofIntrospection(answer, Instant.EPOCH);

    assertEquals(said, read.status());
    assertNull(read.name());
  }

  private static LiveAnswer ofKey(int status, String body) {
    return KeyAnswer.ofKey(new Answer(status, null, Buffer.buffer(body)), TOKEN, Instant.EPOCH);
  }

  private static String key(String name, String... scopes) {
    JsonObject key =
        new JsonObject().put("name", name).put("authScopes", JsonArray.of((Object[]) scopes));
    return new JsonObject()
        .put("status", "OK")
        .put("result", new JsonObject().put("apiKey", key))
        .encode();
  }
}
