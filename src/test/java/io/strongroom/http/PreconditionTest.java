package io.strongroom.upstream;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** If-Match against what is stored. */
class PreconditionTest {
  private static final UUID PRESENT = new UUID(1, 2);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00000000-0000-0001-0000-000000000002",
        "\"00000000-0000-0001-0000-000000000003\"",
        "W/\"00000000-0000-0001-0000-000000000002\""
      })
  void anotherTagIsRefused(String tag) {
    assertRefused(tag, PRESENT);
  }

  @Test
  void nothingStoredMatchesNoTag() {
    assertRefused("*", null);
    assertRefused(Precondition.tag(PRESENT), null);
  }

  @Test
  void presentRevisionAnyAndNoneHold() {
    assertDoesNotThrow(() -> new Precondition(Precondition.tag(PRESENT)).check(PRESENT));
    assertDoesNotThrow(() -> new Precondition("*").check(PRESENT));
    assertDoesNotThrow(() -> new Precondition(null).check(null));
  }

  private static void assertRefused(String tag, UUID current) {
    FaultException refused =
        assertThrows(FaultException.class, () -> new Precondition(tag).check(current));
    assertEquals(FaultCode.PRECONDITION_FAILED, refused.fault().code());
  }
}
