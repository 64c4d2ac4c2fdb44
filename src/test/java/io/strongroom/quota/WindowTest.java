package io.strongroom.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of two windows binds, and what its refusal says. */
class WindowTest {

  @ParameterizedTest
  @CsvSource({
    // limit, used, admitted of the one; of the other; whether the other binds
    "10, 10, false, 5, 4, true, false",
    "5, 4, true, 10, 10, false, true",
    "10, 4, true, 10, 5, true, true",
    "10, 5, true, 10, 4, true, false",
    "100, 99, true, 5, 1, true, false",
    "10, 10, true, 10, 11, true, false",
    "10, 5, true, 20, 15, true, false"
  })
  void tighterIsTheRefusedElseTheOneWithLessLeft(
      long limit,
      long used,
      boolean admitted,
      long otherLimit,
      long otherUsed,
      boolean otherAdmitted,
      boolean otherBinds) {
    Window one = window(limit, used, admitted);
    Window other = window(otherLimit, otherUsed, otherAdmitted);
    assertSame(otherBinds ? other : one, Window.tighter(one, other));
  }

  @ParameterizedTest
  @CsvSource({"10, 0, 10", "10, 10, 0", "10, 12, 0", "0, 0, 0"})
  void remainingIsNeverNegative(long limit, long used, long remaining) {
    assertEquals(remaining, window(limit, used, true).remaining());
  }

  @Test
  void refusalTellsResourceLimitAndWhen() {
    Fault fault = Quota.refusal(Resource.ISSUE, window(7, 7, false));
    assertEquals(FaultCode.QUOTA_EXCEEDED, fault.code());
    assertEquals(Duration.ofMinutes(10), fault.retryAfter());
    assertEquals("issue", fault.members().get("resource"));
    assertEquals(7L, fault.members().get("limit"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ISSUE", "auth_token", "tokens"})
  void unknownResourceIsNotFound(String path) {
    FaultException refused = assertThrows(FaultException.class, () -> Resource.named(path));
    assertEquals(FaultCode.NOT_FOUND, refused.fault().code());
  }

  @Test
  void authTokenAloneIsLimitedByDefault() {
    for (Resource resource : Resource.values()) {
      assertSame(resource, Resource.named(resource.path()));
      assertEquals(
          resource == Resource.AUTH_TOKEN ? OptionalLong.of(100) : OptionalLong.empty(),
          resource.defaultLimit());
    }
  }

  private static Window window(long limit, long used, boolean admitted) {
    return new Window(limit, used, Instant.EPOCH, Duration.ofMinutes(10), admitted);
  }
}
