package io.strongroom.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** RFC 8693 at the provider. */
class TokenExchangeGrantTest extends ProviderFixture {
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String TYPE = "urn:ietf:params:oauth:token-type:access_token";

  @Test
  void unknownSubjectTokenIsAnInvalidRequest() {
    assertEquals("invalid_request", error(exchange("unknown", TYPE)));
  }

  @Test
  void typeOfTheSubjectTokenIsRequired() {
    String master = enter(MasterToken.Kind.X_TOKEN);
    assertEquals("invalid_request", error(exchange(master, "")));
  }

  @Test
  void answerSaysWhatWasIssued() {
    String master = enter(MasterToken.Kind.X_TOKEN);
    assertEquals(TYPE, granted(exchange(master, TYPE)).token("issued_token_type"));
  }

  private static Call exchange(String subjectToken, String type) {
    return TestCalls.token(
        "grant_type", GRANT, "subject_token", subjectToken, "subject_token_type", type);
  }
}
