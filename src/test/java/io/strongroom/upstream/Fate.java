package io.strongroom.upstream;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.strongroom.service.Entrusted;
import java.util.function.LongSupplier;

/** What becomes of an issue call, of the account and of the slot, once a provider has failed. */
enum Fate {
  REFUSED(409, "account-not-authorized", "terminal", null, 1),
  MISCONFIGURED(502, "upstream-configuration", "configuration", "60", 1),
  THROTTLED(503, "upstream-throttled", "throttled", "5", 1),
  THROTTLED_FOR_SEVEN_SECONDS(503, "upstream-throttled", "throttled", "7", 1),
  UNAVAILABLE(503, "upstream-unavailable", "transient", "1", 3),
  UNAVAILABLE_FOR_NINE_SECONDS(503, "upstream-unavailable", "transient", "9", 1),

  /** Nobody was connected to, so nobody counted. */
  UNREACHED(503, "upstream-unavailable", "transient", "1", 0),
  UNREADABLE(502, "upstream-invalid-response", "transient", "1", 3),

  /** The answer held a new refresh token and no client token. */
  HALF_GRANTED(502, "upstream-invalid-response", "transient", "1", 1),
  TIMED_OUT(504, "upstream-timeout", "transient", "1", 1),
  UNKNOWN(503, "outcome-unknown", "unknown-outcome", "[1-9][0-9]*", 1),

  /** The callers' time and the call's end together: whichever is first is told. */
  LATE(0, "upstream-timeout|outcome-unknown", "transient|unknown-outcome", "[1-9][0-9]*", 1);

  private final int status;
  private final String code;
  private final String verdict;
  private final String retryAfter;
  private final int calls;

  Fate(int status, String code, String verdict, String retryAfter, int calls) {
    this.status = status;
    this.code = code;
    this.verdict = verdict;
    this.retryAfter = retryAfter;
    this.calls = calls;
  }

  /** Whether callers wait until their time is over. */
  boolean waits() {
    return this == TIMED_OUT || this == LATE;
  }

  /**
   * Issues twice, and looks at the answers, the account and the provider.
   *
   * @param received how many calls the provider has seen
   */
  void befalls(TestGrant grant, Entrusted user, LongSupplier received) {
    assertTold(user.issue());
    assertEquals(calls, received.getAsLong(), "calls at " + grant);
    if (!keepsCallersWaiting()) {
      assertAskedAgain(grant, user, received);
    }
    assertAccount(user);
  }

  private void assertAskedAgain(TestGrant grant, Entrusted user, LongSupplier received) {
    user.issue().then().body("code", matchesPattern(code));
    if (isRemembered()) {
      assertEquals(calls, received.getAsLong(), "nobody asks again at " + grant);
    } else {
      assertTrue(received.getAsLong() > calls || this == UNREACHED, "nothing is remembered");
    }
  }

  private void assertTold(Response answer) {
    ValidatableResponse told =
        answer
            .then()
            .statusCode(status == 0 ? oneOf(503, 504) : equalTo(status))
            .contentType(startsWith("application/problem+json"))
            .body("code", matchesPattern(code))
            .body("verdict", matchesPattern(verdict));
    if (retryAfter != null) {
      told.header("Retry-After", matchesPattern(retryAfter));
    }
  }

  private void assertAccount(Entrusted user) {
    user.tenant()
        .account(user.uid())
        .then()
        .body("status", equalTo(this == REFUSED ? "not-authorized" : "authorized"))
        .body("reason", equalTo(this == REFUSED ? "invalid-grant" : null));
  }

  /** Callers of a lost call wait until their time is over, and ask nobody. */
  private boolean keepsCallersWaiting() {
    return this == UNKNOWN || this == LATE;
  }

  private boolean isRemembered() {
    return switch (this) {
      case REFUSED,
          MISCONFIGURED,
          THROTTLED,
          THROTTLED_FOR_SEVEN_SECONDS,
          UNAVAILABLE_FOR_NINE_SECONDS ->
          true;
      default -> false;
    };
  }
}
