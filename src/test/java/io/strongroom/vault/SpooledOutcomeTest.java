package io.strongroom.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strongroom.audit.Actor;
import io.strongroom.seal.DoesNotOpen;
import io.strongroom.seal.LookupHash;
import io.strongroom.seal.TenantKeys;
import io.strongroom.seal.TestTenantKeys;
import io.strongroom.token.AccountKey;
import io.strongroom.token.FaultCode;
import io.strongroom.token.KeyId;
import io.strongroom.token.SecretText;
import io.strongroom.token.Uid;
import io.strongroom.token.Verdict;
import io.strongroom.upstream.Outcome;
import io.strongroom.upstream.Outcome.Granted;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What goes into the spool comes out whole, and for its own account only. */
class SpooledOutcomeTest {
  private static final AccountKey BOB = TestSlots.BOB.account();

  private final TenantKeys keys = TestTenantKeys.random();

  @Test
  void opensForNoOtherAccountAndUnderNoOtherKey() {
    byte[] sealed = outcome(full()).seal(keys);
    AccountKey alice = new AccountKey(BOB.tenant(), BOB.environment(), new Uid("alice"));

    assertThrows(DoesNotOpen.class, () -> SpooledOutcome.open(keys, alice, sealed));
    assertThrows(
        DoesNotOpen.class, () -> SpooledOutcome.open(TestTenantKeys.random(), BOB, sealed));
  }

  @Test
  void holdsNoSecretInTheClear() {
    String bytes = new String(outcome(full()).seal(keys), StandardCharsets.ISO_8859_1);
    assertFalse(bytes.contains("client-token"));
    assertFalse(bytes.contains("master-token"));
  }

  @Test
  void everythingComesBack() {
    assertComesBack(full());
  }

  @Test
  void whatTheAnswerDidNotSayStaysUnsaid() {
    assertComesBack(new Granted(SecretText.of("client-token"), null, null, null, null));
  }

  @Test
  void masterTokenThatCameAloneComesBackAlone() {
    Outcome.Failed failed =
        new Outcome.Failed(
            Verdict.TRANSIENT, FaultCode.UPSTREAM_INVALID_RESPONSE, "none", null, false);
    SpooledOutcome spooled = outcome(new Outcome.Rotated(SecretText.of("master-token"), failed));

    Outcome again = SpooledOutcome.open(keys, BOB, spooled.seal(keys)).outcome();

    assertEquals("master-token", ((Outcome.Rotated) again).newMasterToken().reveal());
  }

  private static Granted granted(SpooledOutcome spooled) {
    return (Granted) spooled.outcome();
  }

  private void assertComesBack(Granted granted) {
    SpooledOutcome outcome = outcome(granted);
    SpooledOutcome again = SpooledOutcome.open(keys, BOB, outcome.seal(keys));
    assertEquals(outcome.attempt(), again.attempt());
    assertEquals("client-token", granted(again).clientToken().reveal());
    assertEquals(reveal(granted.newMasterToken()), reveal(granted(again).newMasterToken()));
    assertEquals(granted.tokenType(), granted(again).tokenType());
    assertEquals(granted.scopes(), granted(again).scopes());
    assertEquals(granted.lifetime(), granted(again).lifetime());
  }

  private static String reveal(SecretText secret) {
    return secret == null ? null : secret.reveal();
  }

  private static Granted full() {
    return new Granted(
        SecretText.of("client-token"),
        "DPoP",
        List.of("read", "write"),
        Duration.ofSeconds(90),
        SecretText.of("master-token"));
  }

  private static SpooledOutcome outcome(Outcome granted) {
    Attempt attempt =
        new Attempt(
            TestSlots.BOB,
            "",
            new UUID(0, 1),
            Instant.ofEpochMilli(1_234),
            true,
            true,
            new UUID(1, 1),
            new LookupHash("ab".repeat(32)),
            true,
            "revisions",
            new KeyId("key00000"),
            new Actor(Actor.Kind.KEY, new KeyId("key00000"), "192.0.2.7"),
            new Attempt.Unsaid(null, List.of("asked"), Duration.ofHours(1)));
    return new SpooledOutcome(attempt, granted);
  }
}
