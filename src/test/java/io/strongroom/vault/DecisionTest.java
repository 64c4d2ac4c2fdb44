package io.strongroom.vault;

import static io.strongroom.vault.TestTokens.at;
import static io.strongroom.vault.TestTokens.held;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.Uid;
import io.strongroom.upstream.Revisions;
import io.strongroom.vault.Decision.Exchange;
import io.strongroom.vault.Decision.Refuse;
import io.strongroom.vault.Decision.Serve;
import io.strongroom.vault.SlotView.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is done for a caller. The slot is at generation 3; its token lives from second 0 to 1,000
 * and wants a successor from 800 on.
 */
class DecisionTest {
  private static final UUID VERSION = new UUID(1, 1);
  private static final Revisions REVISIONS = new Revisions(VERSION, VERSION);
  private static final String SCOPE = SlotView.failureScope(REVISIONS, VERSION);
  private static final HeldToken TOKEN = held(1_000, 800, null);
  private static final Refusal REVOKED = new Refusal("revoked", at(1.5));

  @Test
  void generationAboveTheSlotsIsRefused() {
    Fault fault = refused(view(100, TOKEN), asking(null, 4L));
    assertEquals(FaultCode.INVALID_REQUEST, fault.code());
    assertEquals("newerThanGeneration", fault.members().get("member"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, , true",
    "995, , true",
    "995.001, , false",
    "400, 600, true",
    "400.001, 600, false",
    "59.999, 1001, true",
    "60, 1001, false",
    "995, 0, true",
    "995.001, 0, false"
  })
  void tokenIsServedWhileItLastsAsAsked(double now, Long minTtl, boolean served) {
    Decision decision = Decision.of(view(now, TOKEN), asking(minTtl, null));
    assertEquals(served, decision instanceof Serve);
  }

  @ParameterizedTest
  @CsvSource({", true", "0, true", "2, true", "3, false"})
  void tokenThatTheCallerDistrustsIsExchanged(Long newerThan, boolean served) {
    Decision decision = Decision.of(view(100, TOKEN), asking(null, newerThan));
    assertEquals(served, decision instanceof Serve);
  }

  @Test
  void quietTokenIsServedEvenToWhoDistrustsIt() {
    HeldToken quiet = held(1_000, 800, 60.0);
    assertEquals(new Serve(quiet, false, false), Decision.of(view(59, quiet), asking(2_000L, 3L)));
    assertEquals(new Exchange(), Decision.of(view(60, quiet), asking(null, 3L)));
  }

  @Test
  void paymentAuthorizationMakesAnExchangeWhateverIsStored() {
    HeldToken quiet = held(1_000, 800, 60.0);
    RememberedFailure failure = failure(90, 150.0);
    for (SlotView view :
        List.of(view(100, TOKEN), view(59, quiet), view(100, null, failure, null, null))) {
      assertEquals(new Exchange(), Decision.of(view, paying()));
    }
  }

  @Test
  void paymentAuthorizationDoesNotHelpARefusedMasterToken() {
    RememberedFailure refusal =
        new RememberedFailure(
            new UUID(0, 1), FaultCode.ACCOUNT_NOT_AUTHORIZED, "x", at(90), at(150), SCOPE);
    for (SlotView view :
        List.of(view(100, TOKEN, null, null, REVOKED), view(100, TOKEN, refusal, null, null))) {
      assertEquals(FaultCode.ACCOUNT_NOT_AUTHORIZED, refused(view, paying()).code());
    }
  }

  @Test
  void emptySlotIsExchanged() {
    assertEquals(new Exchange(), Decision.of(view(100, null), asking(null, null)));
  }

  @Test
  void refusedAccountGetsNothingNew() {
    Fault fault = refused(view(100, null, null, null, REVOKED), asking(null, null));
    assertEquals(FaultCode.ACCOUNT_NOT_AUTHORIZED, fault.code());
    assertEquals(at(1), fault.members().get("since"));
    assertEquals("revoked", fault.members().get("reason"));
  }

  @Test
  void refusedAccountStillGetsWhatLivesAndNoRefresh() {
    assertEquals(
        new Serve(TOKEN, false, false),
        Decision.of(view(799, TOKEN, null, null, REVOKED), asking(null, null)));
    assertEquals(
        new Serve(TOKEN, true, false),
        Decision.of(view(900, TOKEN, null, null, REVOKED), asking(null, null)));
  }

  @Test
  void refusalOfTheAccountIsToldBeforeARememberedFailure() {
    Fault fault = refused(view(100, null, failure(90, 200.0), null, REVOKED), asking(null, null));
    assertEquals(FaultCode.ACCOUNT_NOT_AUTHORIZED, fault.code());
  }

  @Test
  void rememberedFailureAnswersUntilItsTime() {
    RememberedFailure failure = failure(90, 150.0);
    Fault fault = refused(view(149, null, failure, null, null), asking(null, null));
    assertEquals(FaultCode.UPSTREAM_CONFIGURATION, fault.code());
    assertEquals(Duration.ofSeconds(1), fault.retryAfter());
    assertEquals(
        new Exchange(), Decision.of(view(150, null, failure, null, null), asking(null, null)));
  }

  @Test
  void failureOfOtherRevisionsOrForItsWaitersOnlyIsNotRemembered() {
    RememberedFailure edited =
        new RememberedFailure(
            new UUID(0, 1), FaultCode.UPSTREAM_CONFIGURATION, "x", at(90), at(150), "other");
    assertEquals(
        new Exchange(), Decision.of(view(100, null, edited, null, null), asking(null, null)));
    assertEquals(
        new Exchange(),
        Decision.of(view(100, null, failure(90, null), null, null), asking(null, null)));
  }

  @Test
  void failureDoesNotKeepALivingTokenBack() {
    assertEquals(
        new Serve(TOKEN, false, false),
        Decision.of(view(100, TOKEN, failure(90, 150.0), null, null), asking(null, null)));
  }

  @ParameterizedTest
  @CsvSource({
    // before its share; then due; and not again before its turn
    "799.999, , , , false, false",
    "800, , , , false, true",
    "900, , , 900.001, false, false",
    "900, , , 900, false, true",
    // a failure since makes it stale; while it holds, nothing is tried
    "799, 100, , , false, false",
    "900, 850, , , true, true",
    "900, 850, 900.001, , true, false",
    "900, 850, 900, , true, true"
  })
  void refreshIsDueSpacedAndRestsAfterAFailure(
      double now, Double failedAt, Double until, Double turn, boolean stale, boolean refresh) {
    RememberedFailure failure = failedAt == null ? null : failure(failedAt, until);
    Instant after = turn == null ? null : at(turn);
    assertEquals(
        new Serve(TOKEN, stale, refresh),
        Decision.of(view(now, TOKEN, failure, after, null), asking(null, null)));
  }

  @Test
  void failureFromBeforeTheTokenDoesNotMakeItStale() {
    assertEquals(
        new Serve(TOKEN, false, true),
        Decision.of(view(900, TOKEN, failure(0, null), null, null), asking(null, null)));
  }

  private static Fault refused(SlotView view, IssueRequest request) {
    return assertInstanceOf(Refuse.class, Decision.of(view, request)).fault();
  }

  private static IssueRequest asking(@Nullable Long minTtl, @Nullable Long newerThan) {
    return new IssueRequest(new Uid("bob"), null, null, minTtl, newerThan, null);
  }

  private static IssueRequest paying() {
    return new IssueRequest(
        new Uid("bob"), null, null, null, null, new IssueRequest.PaymentAuth("context"));
  }

  private static RememberedFailure failure(double at, @Nullable Double until) {
    return new RememberedFailure(
        new UUID(0, 1),
        FaultCode.UPSTREAM_CONFIGURATION,
        "x",
        at(at),
        until == null ? null : at(until),
        SCOPE);
  }

  private static SlotView view(double now, @Nullable HeldToken held) {
    return view(now, held, null, null, null);
  }

  private static SlotView view(
      double now,
      @Nullable HeldToken held,
      @Nullable RememberedFailure failure,
      @Nullable Instant backgroundAfter,
      @Nullable Refusal refusal) {
    return new SlotView(
        TestSlots.BOB,
        at(now),
        Duration.ofSeconds(5),
        3,
        held,
        failure,
        backgroundAfter,
        refusal,
        REVISIONS,
        VERSION,
        false);
  }
}
