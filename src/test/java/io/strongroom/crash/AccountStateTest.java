package io.strongroom.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.crash.AccountState.Fate;
import org.junit.jupiter.api.Test;

/** A loss is excused in one case alone. */
class AccountStateTest {
  @Test
  void deadAccountIsLostWhereThereIsAGrace() {
    assertEquals(Fate.LOST, new AccountState("u", true, false, false, 3, 2).fate());
    assertEquals(Fate.LOST, new AccountState("u", true, true, false, 3, 2).fate());
  }

  @Test
  void deadAccountIsLostWhereEveryRotationWasRecorded() {
    assertEquals(Fate.LOST, new AccountState("u", false, false, false, 3, 3).fate());
    assertEquals(Fate.LOST, new AccountState("u", false, true, false, 0, 0).fate());
  }

  @Test
  void rotationThatWasNeverRecordedExcusesALossWithoutGrace() {
    assertEquals(Fate.LOST_IN_THE_WINDOW, new AccountState("u", false, false, false, 3, 2).fate());
  }

  @Test
  void accountThatWorksIsKept() {
    assertEquals(Fate.KEPT, new AccountState("u", false, true, true, 3, 2).fate());
    assertEquals(Fate.KEPT, new AccountState("u", true, true, true, 3, 3).fate());
  }
}
