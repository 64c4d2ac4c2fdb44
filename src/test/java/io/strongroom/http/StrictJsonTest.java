package io.strongroom.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.SecretText;
import io.strongroom.token.Uid;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that two readers could read in two ways, and what is said of them. */
class StrictJsonTest {
  private final ObjectMapper json = mapper();

  /** A body with a member of each kind. */
  record Body(
      Uid uid,
      String text,
      Integer number,
      Boolean flag,
      Instant time,
      List<String> list,
      Inner inner,
      SecretText secret,
      @JsonSetter(nulls = Nulls.SET) Long limit) {
    Body {
      InvalidValue.unless(number == null || number > 0, "number", "must be positive");
    }
  }

  /** A body within a body. */
  record Inner(Uid uid, int count) {
    Inner {
      InvalidValue.unless(count < 10, "count", "must be below 10");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"uid\":5} | uid | uid: must be a string",
        "{\"uid\":true} | uid | uid: must be a string",
        "{\"uid\":null} | uid | uid: must not be null",
        "{\"uid\":[\"a\"]} | uid | uid: must be a string",
        "{\"uid\":{}} | uid | uid: must be a string",
        "{\"text\":5} | text | text: must be a string",
        "{\"text\":5.5} | text | text: must be a string",
        "{\"text\":true} | text | text: must be a string",
        "{\"text\":null} | text | text: must not be null",
        "{\"text\":[\"a\"]} | text | text: must be a string",
        "{\"number\":\"5\"} | number | number: must be a whole number",
        "{\"number\":\"\"} | number | number: must be a whole number",
        "{\"number\":5.0} | number | number: must be a whole number",
        "{\"number\":true} | number | number: must be a whole number",
        "{\"number\":null} | number | number: must not be null",
        "{\"number\":[5]} | number | number: must be a whole number",
        "{\"number\":0} | number | number: must be positive",
        "{\"flag\":\"true\"} | flag | flag: must be true or false",
        "{\"flag\":1} | flag | flag: must be true or false",
        "{\"flag\":\"\"} | flag | flag: must be true or false",
        "{\"flag\":null} | flag | flag: must not be null",
        "{\"time\":1} | time | time: must be a time like 2030-01-31T12:00:00Z",
        "{\"time\":\"tomorrow\"} | time | time: must be a time like 2030-01-31T12:00:00Z",
        "{\"time\":\"2030-01-31\"} | time | time: must be a time like 2030-01-31T12:00:00Z",
        "{\"list\":\"a\"} | list | list: must be an array",
        "{\"list\":{}} | list | list: must be an array",
        "{\"list\":null} | list | list: must not be null",
        "{\"list\":[5]} | list[0] | list[0]: must be a string",
        "{\"list\":[\"a\",{}]} | list[1] | list[1]: must be a string",
        "{\"inner\":5} | inner | inner: must be an object",
        "{\"inner\":\"\"} | inner | inner: must be an object",
        "{\"inner\":[]} | inner | inner: must be an object",
        "{\"inner\":{\"uid\":5}} | inner.uid | inner.uid: must be a string",
        "{\"inner\":{\"count\":null}} | inner.count | inner.count: must not be null",
        "{\"inner\":{\"count\":10}} | inner.count | inner.count: must be below 10",
        "{\"inner\":{\"count\":1,\"more\":1}} | inner.more | inner.more: is not a member of this request",
        "{\"secret\":5} | secret | secret: must be a string",
        "{\"secret\":null} | secret | secret: must not be null",
        "{\"uid\":\"a\",\"uid\":\"b\"} | uid | uid: is there more than once",
        "{\"inner\":{\"uid\":\"a\",\"uid\":\"a\"}} | uid | uid: is there more than once",
        "{\"limit\":\"5\"} | limit | limit: must be a whole number",
        "{\"UID\":\"a\"} | UID | UID: is not a member of this request",
        "{\"more\":null} | more | more: is not a member of this request"
      })
  void memberAndRuleAreNamed(String body, String member, String detail) {
    Fault fault = fault(body);
    assertEquals(FaultCode.INVALID_REQUEST, fault.code());
    assertEquals(detail, fault.detail());
    assertEquals(member, fault.members().get("member"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"uid\":\"a\"",
        "{\"uid\":\"a\"}}",
        "{\"uid\":\"a\"} x",
        "{uid:\"a\"}",
        "{'uid':'a'}",
        "{\"uid\":\"a\",}",
        "{\"number\":05}",
        "{\"number\":NaN}",
        "{/**/}",
        "x"
      })
  void whatIsNotOneWellFormedValueIsSaidSo(String body) {
    Fault fault = fault(body);
    assertEquals(FaultCode.INVALID_REQUEST, fault.code());
    assertEquals(JsonFaults.MALFORMED, fault.detail());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "5", "\"a\"", "true", "[{\"uid\":\"a\"}]", "\"\"", "{}{}"})
  void whatIsNoObjectIsSaidSo(String body) {
    assertEquals("The body must be one JSON object", fault(body).detail());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"secret\":{\"a\":\"hunter2\"}}",
        "{\"uid\":\"hunter2 \"}",
        "{\"number\":\"hunter2\"}",
        "{\"text\":hunter2}",
        "{\"secret\":\"hunter2"
      })
  void valueIsNeverQuoted(String body) {
    assertFalse(fault(body).toString().contains("hunter2"));
  }

  @Test
  void absentMembersAreTheRecordsToJudge() throws JsonProcessingException {
    Body body = json.readValue("{}", Body.class);
    assertNull(body.uid());
    assertNull(body.number());
    assertNull(body.list());
    assertNull(body.limit());
  }

  @Test
  void nullIsTakenWhereItMeansSomething() throws JsonProcessingException {
    assertNull(json.readValue("{\"limit\":null}", Body.class).limit());
    assertEquals(5L, json.readValue("{\"limit\":5}", Body.class).limit());
  }

  @Test
  void timesAreWholeSecondsInUtcBothWays() throws JsonProcessingException {
    Body body = json.readValue("{\"time\":\"2030-01-31T12:00:00.999Z\"}", Body.class);
    assertEquals(Instant.parse("2030-01-31T12:00:00Z"), body.time());
    assertEquals(
        "\"2030-01-31T12:00:00Z\"",
        json.writeValueAsString(Instant.parse("2030-01-31T12:00:00.987654Z")));
  }

  @Test
  void secretIsReadAndNeverWritten() throws JsonProcessingException {
    SecretText secret = json.readValue("{\"secret\":\"hunter2\"}", Body.class).secret();
    assertTrue(secret.matches(SecretText.of("hunter2")));
    assertThrows(JsonProcessingException.class, () -> json.writeValueAsString(secret));
  }

  @Test
  void absentValuesAreNotWritten() throws JsonProcessingException {
    assertEquals(
        "{\"uid\":\"bob\",\"count\":0}", json.writeValueAsString(new Inner(new Uid("bob"), 0)));
    assertEquals("{\"count\":0}", json.writeValueAsString(new Inner(null, 0)));
  }

  private Fault fault(String body) {
    return new Faults()
        .of(assertThrows(JsonProcessingException.class, () -> json.readValue(body, Body.class)));
  }

  /** As the framework makes it: unknown members are refused by a setting. */
  private static ObjectMapper mapper() {
    ObjectMapper mapper = new ObjectMapper();
    mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    new StrictJson().customize(mapper);
    return mapper;
  }
}
