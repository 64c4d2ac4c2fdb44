package io.strongroom.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults as values, and their one table. */
class FaultTest {

  @Test
  void faultDoesNotChangeUnderItsHolder() {
    Map<String, Object> members = new HashMap<>(Map.of("a", 1));
    Fault fault = new Fault(FaultCode.CONFLICT, "x", null, members);
    members.put("b", 2);
    assertEquals(Map.of("a", 1), fault.members());
    assertThrows(UnsupportedOperationException.class, () -> fault.members().put("c", 3));
    assertEquals(Map.of("a", 1, "d", 4), fault.with("d", 4).members());
    assertEquals(Map.of("a", 1), fault.members());
  }

  @Test
  void laterStepsKeepWhatEarlierOnesSaid() {
    Fault fault =
        Fault.invalid("uid", "is required").retryAfter(Duration.ofSeconds(1)).with("b", 2);
    assertEquals("uid: is required", fault.detail());
    assertEquals(Duration.ofSeconds(1), fault.retryAfter());
    assertEquals(List.of("member", "b"), List.copyOf(fault.members().keySet()));
  }

  @Test
  void exceptionCarriesTheFaultAndWalksNoStack() {
    FaultException exception = Fault.of(FaultCode.NOT_FOUND, "x").exception();
    assertEquals(FaultCode.NOT_FOUND, exception.fault().code());
    assertEquals("not-found: x", exception.getMessage());
    assertEquals(0, exception.getStackTrace().length);
    FaultException explained =
        new FaultException(exception.fault(), new IllegalStateException("log"));
    assertTrue(explained.getStackTrace().length > 0);
  }

  @ParameterizedTest
  @EnumSource(FaultCode.class)
  void codeIsFoundByItsWord(FaultCode code) {
    assertEquals(Optional.of(code), FaultCode.of(code.code()));
    assertTrue(code.code().matches("[a-z]+(-[a-z]+)*"), code.code());
    assertTrue(code.status() >= 400 && code.status() < 600);
  }

  @Test
  void codesAreDistinctAndOthersAreUnknown() {
    assertEquals(
        FaultCode.values().length,
        Arrays.stream(FaultCode.values()).map(FaultCode::code).distinct().count());
    assertEquals(Optional.empty(), FaultCode.of("NOT_FOUND"));
  }
}
