package io.strongroom.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** If-Match and If-None-Match against what is stored. */
class PreconditionTest {
  private static final UUID PRESENT = new UUID(1, 2);
  private static final String TAG = Precondition.tag(PRESENT);
  private static final String ANOTHER = Precondition.tag(new UUID(1, 3));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "00000000-0000-0001-0000-000000000002",
        "\"00000000-0000-0001-0000-000000000003\"",
        "W/\"00000000-0000-0001-0000-000000000002\"",
        "\"00000000-0000-0001-0000-000000000003\", W/\"00000000-0000-0001-0000-000000000002\""
      })
  void anotherTagIsRefused(String tag) {
    assertRefused(new Precondition(tag, null), PRESENT);
  }

  @Test
  void nothingStoredMatchesNoTag() {
    assertRefused(new Precondition("*", null), null);
    assertRefused(new Precondition(TAG, null), null);
  }

  @Test
  void whatIsThereIsNotCreated() {
    assertRefused(new Precondition(null, "*"), PRESENT);
    assertRefused(new Precondition(null, TAG), PRESENT);
    assertRefused(new Precondition(null, ANOTHER + ",W/" + TAG), PRESENT);
  }

  @Test
  void bothMustHold() {
    assertRefused(new Precondition(TAG, "*"), PRESENT);
    assertRefused(new Precondition("*", "*"), null);
  }

  @Test
  void presentRevisionAnyAndNoneHold() {
    assertHolds(new Precondition(TAG, null), PRESENT);
    assertHolds(new Precondition(ANOTHER + " , " + TAG, null), PRESENT);
    assertHolds(new Precondition("*", null), PRESENT);
    assertHolds(new Precondition(null, null), null);
  }

  @Test
  void whatIsNotThereIsCreated() {
    assertHolds(new Precondition(null, "*"), null);
    assertHolds(new Precondition(null, ANOTHER), PRESENT);
  }

  private static void assertHolds(Precondition condition, UUID current) {
    assertDoesNotThrow(() -> condition.check(current));
  }

  private static void assertRefused(Precondition condition, UUID current) {
    FaultException refused = assertThrows(FaultException.class, () -> condition.check(current));
    assertEquals(FaultCode.PRECONDITION_FAILED, refused.fault().code());
  }
}
