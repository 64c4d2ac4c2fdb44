package io.strongroom.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.InvalidValue;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults as problem details, and exceptions as faults. */
class ProblemTest {

  @ParameterizedTest
  @EnumSource(FaultCode.class)
  void bodyHasTheRowOfTheTable(FaultCode code) {
    var body = Problem.body(Fault.of(code, "x"), "/v1/a");
    assertEquals(
        List.of("type", "title", "status", "detail", "instance", "code", "verdict"),
        List.copyOf(body.keySet()));
    assertEquals("urn:strongroom:error:" + code.code(), body.get("type"));
    assertEquals(code.status(), body.get("status"));
    assertEquals(code.verdict().code(), body.get("verdict"));
    assertEquals("/v1/a", body.get("instance"));
  }

  @Test
  void retryAfterAndMembersComeLast() {
    Fault fault = Fault.of(FaultCode.CONFLICT, "x").retryAfter(Duration.ofMillis(1)).with("a", 1);
    var body = Problem.body(fault, "/");
    assertEquals(1L, body.get("retryAfterSeconds"));
    assertEquals(1, body.get("a"));
    assertEquals(9, body.size());
  }

  @ParameterizedTest
  @CsvSource({"-5000, 1", "0, 1", "1, 1", "1000, 1", "1001, 2", "1999, 2", "3600000, 3600"})
  void waitIsWholeSecondsAndNeverTooShort(long millis, long seconds) {
    assertEquals(seconds, Problem.seconds(Duration.ofMillis(millis)));
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_REQUEST",
    "404, NOT_FOUND",
    "405, METHOD_NOT_ALLOWED",
    "413, TOO_LARGE",
    "415, UNSUPPORTED_MEDIA_TYPE",
    "418, INTERNAL_ERROR",
    "500, INTERNAL_ERROR"
  })
  void frameworksStatusHasItsFault(int status, FaultCode code) {
    assertEquals(code, new Faults().of(new WebApplicationException(status)).code());
  }

  @Test
  void unexpectedFailureSaysAnIdAndNothingOfItself() {
    Fault fault = new Faults().of(new IllegalStateException("password hunter2"));
    assertEquals(FaultCode.INTERNAL_ERROR, fault.code());
    assertFalse(fault.toString().contains("hunter2"));
    String id = (String) fault.members().get("id");
    assertTrue(id.matches("[a-z0-9]{20}"), id);
    assertTrue(fault.detail().endsWith(id));
  }

  @Test
  void knownFailureIsFoundAmongTheCauses() {
    Throwable wrapped =
        new RuntimeException(new RuntimeException(new InvalidValue("uid", "is required")));
    assertEquals("uid: is required", new Faults().of(wrapped).detail());
  }

  @Test
  void circleOfCausesEnds() {
    RuntimeException one = new RuntimeException();
    one.initCause(new RuntimeException(one));
    assertEquals(FaultCode.INTERNAL_ERROR, new Faults().of(one).code());
  }
}
