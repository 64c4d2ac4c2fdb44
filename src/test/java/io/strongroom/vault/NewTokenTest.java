package io.strongroom.vault;

import static io.strongroom.vault.TestTokens.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.audit.Actor;
import io.strongroom.seal.LookupHash;
import io.strongroom.token.KeyId;
import io.strongroom.token.SecretText;
import io.strongroom.upstream.Outcome.Granted;
import io.strongroom.vault.SlotRecord.Before;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a granted token becomes in its slot; its call began at second 1,000. */
class NewTokenTest {
  private static final LookupHash NEW = new LookupHash("ab".repeat(32));
  private static final LookupHash OLD = new LookupHash("cd".repeat(32));

  @Test
  void anotherValueIsANewGenerationFromTheCallsStart() {
    NewToken token = made(granted(100L), before(OLD, null));
    assertEquals(8, token.generation());
    assertFalse(token.sameValue());
    assertFalse(token.previouslyDropped());
    assertEquals(at(1_000), token.issuedAt());
    assertEquals(at(1_100), token.expiresAt());
    assertNull(token.quietUntil());
  }

  @Test
  void firstTokenFollowsTheFloor() {
    NewToken token =
        NewToken.of(attempt(), granted(100L), new Before(41, null, null, null, false, null), NEW);
    assertEquals(42, token.generation());
  }

  @ParameterizedTest
  @CsvSource({"3600, 60", "120, 60", "100, 50", "1, 0.5", "0, 0"})
  void sameValueKeepsItsGenerationAndIsQuietForAMinuteOrHalfItsLife(long life, double quiet) {
    NewToken token = made(granted(life), before(NEW, null));
    assertEquals(7, token.generation());
    assertTrue(token.sameValue());
    assertEquals(at(500), token.issuedAt());
    assertEquals(at(1_000 + life), token.expiresAt());
    assertEquals(at(1_000 + quiet), token.quietUntil());
  }

  @Test
  void droppedValueThatComesBackIsANewGenerationAndSaysSo() {
    NewToken token = made(granted(100L), before(null, "dropped"));
    assertEquals(8, token.generation());
    assertTrue(token.previouslyDropped());
  }

  @Test
  void replacedValueThatComesBackWasNotDropped() {
    assertFalse(made(granted(100L), before(OLD, "replaced")).previouslyDropped());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 10, 60, 3_600, 31_536_000})
  void refreshComesAfterAShareOfTheLifeWithJitter(long life) {
    Instant least = at(1_000).plusMillis(life * 750);
    Instant most = at(1_000).plusMillis(life * 900);
    long distinct = 0;
    Instant last = null;
    for (int i = 0; i < 1_000; i++) {
      Instant refresh = made(granted(life), before(OLD, null)).refreshAfter();
      assertFalse(refresh.isBefore(least), () -> refresh + " is before " + least);
      assertFalse(refresh.isAfter(most), () -> refresh + " is after " + most);
      distinct += refresh.equals(last) ? 0 : 1;
      last = refresh;
    }
    assertTrue(distinct > 900, "only " + distinct + " of 1,000 differ from the one before");
  }

  @Test
  void lifeThatTheUpstreamDoesNotSayIsAssumed() {
    NewToken token = made(granted(null), before(OLD, null));
    assertEquals(at(1_000).plus(Duration.ofHours(1)), token.expiresAt());
  }

  @Test
  void scopesAndTypeAreTheUpstreamsElseWhatWasAsked() {
    Granted silent = granted(100L);
    assertEquals(List.of("asked", "for"), made(silent, before(OLD, null)).scopes());
    assertEquals("Bearer", made(silent, before(OLD, null)).tokenType());
    Granted telling = new Granted(SecretText.of("t"), "DPoP", List.of(), null, null);
    assertEquals(List.of(), made(telling, before(OLD, null)).scopes());
    assertEquals("DPoP", made(telling, before(OLD, null)).tokenType());
  }

  private static NewToken made(Granted granted, Before before) {
    return NewToken.of(attempt(), granted, before, NEW);
  }

  private static Granted granted(@Nullable Long life) {
    return new Granted(
        SecretText.of("t"), null, null, life == null ? null : Duration.ofSeconds(life), null);
  }

  private static Before before(@Nullable LookupHash hash, @Nullable String ended) {
    return new Before(7, hash, at(500), at(2_000).atOffset(ZoneOffset.UTC), false, ended);
  }

  private static Attempt attempt() {
    return new Attempt(
        TestSlots.BOB,
        "warehouse",
        new UUID(0, 1),
        at(1_000),
        false,
        false,
        new UUID(1, 1),
        NEW,
        true,
        "revisions",
        new KeyId("key00000"),
        Actor.service(),
        new Attempt.Unsaid(null, List.of("asked", "for"), Duration.ofHours(1)));
  }
}
