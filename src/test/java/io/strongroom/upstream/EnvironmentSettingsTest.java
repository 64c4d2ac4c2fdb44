package io.strongroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strongroom.token.InvalidValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bounds, defaults and what a grace does to the timeout. */
class EnvironmentSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "reuseGraceSeconds, -1",
    "reuseGraceSeconds, 301",
    "timeoutMillis, 99",
    "timeoutMillis, 60001",
    "lateReplySeconds, -1",
    "lateReplySeconds, 601",
    "unknownOutcomeWaitSeconds, 0",
    "unknownOutcomeWaitSeconds, 3601",
    "assumedLifetimeSeconds, 59",
    "assumedLifetimeSeconds, 31536001",
    "maxConcurrent, 0",
    "maxConcurrent, 501",
    "queue, 0",
    "queue, 10001",
    "hourlyBudget, 0",
    "hourlyBudget, 1000000001"
  })
  void numberOutsideItsBoundsIsRefused(String member, int value) {
    assertRefused(member, value);
  }

  @ParameterizedTest
  @CsvSource({
    "reuseGraceSeconds, 1",
    "reuseGraceSeconds, 300",
    "timeoutMillis, 100",
    "timeoutMillis, 60000",
    "lateReplySeconds, 0",
    "lateReplySeconds, 600",
    "unknownOutcomeWaitSeconds, 1",
    "unknownOutcomeWaitSeconds, 3600",
    "assumedLifetimeSeconds, 60",
    "assumedLifetimeSeconds, 31536000",
    "maxConcurrent, 1",
    "maxConcurrent, 500",
    "queue, 1",
    "queue, 10000",
    "hourlyBudget, 1",
    "hourlyBudget, 1000000000"
  })
  void numberAtItsBoundIsKept(String member, int value) throws ReflectiveOperationException {
    Object kept =
        EnvironmentSettings.class.getMethod(member).invoke(TestSettings.with(member, value));
    assertEquals(value, kept);
  }

  @ParameterizedTest
  @CsvSource({
    "grant, oauth2",
    "baseUrl, https://idp.example.test",
    "grant, X-TOKEN",
    "grant,",
    "tokenEndpoint,",
    "revocationStyle, rfc7662",
    "tokenType, ''",
    "tokenType, Bärer",
    "tokenAudience, ''",
    "paymentContextField, ''",
    "paymentUrlField, ''"
  })
  void textThatBreaksItsRuleIsRefused(String member, String value) {
    assertRefused(member, value);
  }

  @Test
  void textLongerThanItsBoundIsRefused() {
    assertRefused("tokenType", "b".repeat(33));
    assertRefused("tokenAudience", "b".repeat(513));
    assertRefused("paymentContextField", "b".repeat(65));
    assertRefused("paymentUrlField", "b".repeat(65));
    assertRefused("resource", List.of("b".repeat(513)));
    assertRefused("paymentErrors", List.of("b".repeat(65)));
  }

  @Test
  void listsAreBoundedAndHoldNoNull() {
    assertRefused("resource", Collections.nCopies(21, "r"));
    assertRefused("paymentErrors", Collections.nCopies(21, "e"));
    assertRefused("resource", Arrays.asList("r", null));
    assertEquals(20, TestSettings.with("resource", Collections.nCopies(20, "r")).resource().size());
  }

  @Test
  void absentMembersHaveTheContractsDefaults() {
    EnvironmentSettings settings = TestSettings.with();
    assertEquals(Duration.ZERO, settings.grace());
    assertEquals(Duration.ofSeconds(5), settings.timeout());
    assertEquals(Duration.ofSeconds(120), settings.lateReply());
    assertEquals(Duration.ofSeconds(30), settings.unknownOutcomeWait());
    assertEquals(Duration.ofHours(1), settings.assumedLifetime());
    assertEquals(50, settings.maxConcurrent());
    assertEquals(1_000, settings.queue());
    assertEquals(null, settings.hourlyBudget());
    assertEquals(null, settings.rotating());
    assertEquals(List.of(), settings.resource());
    assertEquals(GrantType.X_TOKEN, settings.grantType());
  }

  @Test
  void staticEnvironmentHasABaseUrlAndLimitsOfItsOwn() {
    InvalidValue refused =
        assertThrows(
            InvalidValue.class, () -> TestSettings.with("grant", "static", "tokenEndpoint", null));
    assertEquals("baseUrl", refused.member());

    EnvironmentSettings settings = TestSettings.ofStatic();
    assertEquals(4, settings.maxConcurrent());
    assertEquals(100, settings.hourlyBudget());
    assertEquals(List.of(), settings.paymentErrors());
    assertEquals(null, settings.paymentContextField());
    assertEquals(7, TestSettings.ofStatic("hourlyBudget", 7).hourlyBudget());
  }

  @ParameterizedTest
  @CsvSource({
    "tokenEndpoint, https://idp.example.test/token",
    "revocationEndpoint, https://idp.example.test/revoke",
    "revocationStyle, rfc7009",
    "introspectionEndpoint, https://idp.example.test/introspect",
    "tokenAudience, a",
    "subjectTokenType, urn:x",
    "paymentContextField, c",
    "paymentUrlField, u"
  })
  void staticEnvironmentHasNoUseForWhatExchangesNeed(String member, String value) {
    InvalidValue refused =
        assertThrows(InvalidValue.class, () -> TestSettings.ofStatic(member, value));
    assertEquals(member, refused.member());
    assertEquals("does not go with the grant static", refused.rule());
  }

  @Test
  void staticEnvironmentDoesNotRotateNorNameResources() {
    assertEquals(false, TestSettings.ofStatic("rotating", false).rotating());
    for (Object[] foreign :
        new Object[][] {
          {"rotating", true}, {"resource", List.of("r")}, {"paymentErrors", List.of("e")}
        }) {
      InvalidValue refused = assertThrows(InvalidValue.class, () -> TestSettings.ofStatic(foreign));
      assertEquals(foreign[0], refused.member());
    }
  }

  @Test
  void namesOfTheStepUpAreTheWiresUnlessSaid() {
    EnvironmentSettings settings = TestSettings.with("paymentErrors", List.of());
    assertEquals(
        List.of("payment_auth_required", "insufficient_user_authentication"),
        settings.paymentErrors());
    assertEquals("payment_auth_context_id", settings.paymentContextField());
    assertEquals("payment_auth_url", settings.paymentUrlField());
    EnvironmentSettings other =
        TestSettings.with("paymentErrors", List.of("e"), "paymentUrlField", "u");
    assertEquals(List.of("e"), other.paymentErrors());
    assertEquals("u", other.paymentUrlField());
  }

  @ParameterizedTest
  @CsvSource({"1, 250", "4, 1000", "19, 4750", "20, 5000", "21, 5000", "300, 5000"})
  void timeoutDefaultsToAQuarterOfTheGraceAtMost(int grace, int millis) {
    assertEquals(
        Duration.ofMillis(millis), TestSettings.with("reuseGraceSeconds", grace).timeout());
  }

  @ParameterizedTest
  @CsvSource({"1, 250", "20, 5000", "239, 59750", "240, 60000", "300, 60000"})
  void timeoutAboveAQuarterOfTheGraceIsRefused(int grace, int longest) {
    var kept = TestSettings.with("reuseGraceSeconds", grace, "timeoutMillis", longest);
    assertEquals(Duration.ofMillis(longest), kept.timeout());
    InvalidValue refused =
        assertThrows(
            InvalidValue.class,
            () -> TestSettings.with("reuseGraceSeconds", grace, "timeoutMillis", longest + 1));
    assertEquals("timeoutMillis", refused.member());
  }

  private static void assertRefused(String member, Object value) {
    InvalidValue refused = assertThrows(InvalidValue.class, () -> TestSettings.with(member, value));
    assertEquals(member, refused.member());
  }
}
