package io.strongroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an upstream's answer to a revocation means. */
class RevocationVerdictsTest {
  private static final RevocationVerdicts VERDICTS =
      new RevocationVerdicts(InstantSource.fixed(Instant.parse("2030-01-01T00:00:00Z")));

  private static final RevocationAnswer REVOKED = new RevocationAnswer.Revoked();
  private static final RevocationAnswer NOT_SUPPORTED = new RevocationAnswer.NotSupported();
  private static final RevocationAnswer REFUSED = new RevocationAnswer.Refused();

  static Stream<Arguments> ofBothStyles() {
    return Stream.of(
        Arguments.of(400, error("unsupported_token_type"), NOT_SUPPORTED),
        Arguments.of(503, error("unsupported_token_type"), NOT_SUPPORTED),
        Arguments.of(400, error("invalid_request"), REFUSED),
        Arguments.of(400, "no JSON", REFUSED),
        Arguments.of(400, error("invalid_client"), later("client-refused")),
        Arguments.of(400, error("unauthorized_client"), later("client-refused")),
        Arguments.of(401, "", later("client-refused")),
        Arguments.of(403, "", later("client-refused")),
        Arguments.of(429, "", later("throttled")),
        Arguments.of(400, error("slow_down"), later("throttled")),
        Arguments.of(302, "", later("unexpected-answer")),
        Arguments.of(404, "", later("unexpected-answer")),
        Arguments.of(408, "", later("unavailable")),
        Arguments.of(500, "", later("unavailable")),
        Arguments.of(503, error("temporarily_unavailable"), later("unavailable")));
  }

  @ParameterizedTest
  @MethodSource("ofBothStyles")
  void stylesShareTheirErrors(int status, String body, RevocationAnswer expected) {
    for (RevocationStyle style : RevocationStyle.values()) {
      assertEquals(expected, verdict(style, status, null, body));
    }
  }

  static Stream<Arguments> successes() {
    return Stream.of(
        Arguments.of(RevocationStyle.RFC7009, "", REVOKED),
        Arguments.of(RevocationStyle.RFC7009, "anything", REVOKED),
        Arguments.of(RevocationStyle.ACCESS_TOKEN, "{\"status\":\"ok\"}", REVOKED),
        Arguments.of(RevocationStyle.ACCESS_TOKEN, "", later("unexpected-answer")),
        Arguments.of(
            RevocationStyle.ACCESS_TOKEN,
            "{\"status\":\"error\",\"errors\":[\"oauth_token.invalid\"]}",
            later("unexpected-answer")),
        Arguments.of(RevocationStyle.ACCESS_TOKEN, error("unsupported_token_type"), NOT_SUPPORTED));
  }

  @ParameterizedTest
  @MethodSource("successes")
  void successIsReadInTheWayOfItsStyle(
      RevocationStyle style, String body, RevocationAnswer expected) {
    assertEquals(expected, verdict(style, 200, null, body));
  }

  @ParameterizedTest
  @EnumSource(Reply.Point.class)
  void callThatWasLostIsMadeAgain(Reply.Point point) {
    String reason =
        switch (point) {
          case FORBIDDEN_ADDRESS -> "forbidden-address";
          case BEFORE_SENDING, CUT -> "unavailable";
          case TIMEOUT -> "timeout";
        };

    assertEquals(
        later(reason), VERDICTS.of(new Reply.Lost(point, "lost"), RevocationStyle.RFC7009));
  }

  @ParameterizedTest
  @EnumSource(RevocationStyle.class)
  void upstreamSaysHowLongToWait(RevocationStyle style) {
    assertEquals(
        new RevocationAnswer.Later("throttled", Duration.ofSeconds(7), true),
        verdict(style, 429, "7", ""));
  }

  private static RevocationAnswer verdict(
      RevocationStyle style, int status, @Nullable String retryAfter, String body) {
    return VERDICTS.of(new Reply.Answer(status, retryAfter, Buffer.buffer(body)), style);
  }

  private static String error(String code) {
    return "{\"error\":\"" + code + "\"}";
  }

  private static RevocationAnswer later(String reason) {
    return new RevocationAnswer.Later(reason, null, true);
  }
}
