package io.strongroom.imports;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Kinds of lines that an import refuses, each with what it says of them. */
enum BadLines {
  EMPTY("", "line", "must be one well-formed JSON object"),
  NO_JSON("uid,token", "line", "must be one well-formed JSON object"),
  CUT_OFF(
      "{\"uid\":\"%s\",\"masterToken\":\"SECRET", "line", "must be one well-formed JSON object"),
  NO_OBJECT("[\"%s\",\"SECRET\"]", "line", "must be one well-formed JSON object"),
  JUST_NULL("null", "line", "is required"),
  TWO_OBJECTS(
      "{\"uid\":\"%s\",\"masterToken\":\"SECRET\"} {}",
      "line", "must be one well-formed JSON object"),
  NO_UTF_8("{\"uid\":\"%s\",\"masterToken\":\"SECRET\u00ff\"}", "line", "must be UTF-8"),
  TOO_LONG(
      "{\"uid\":\"%s\",\"masterToken\":\"" + "x".repeat(65_536) + "\"}",
      "line",
      "must not be longer than 65536 bytes"),
  NO_UID("{\"masterToken\":\"SECRET\"}", "uid", "is required"),
  NUMERIC_UID("{\"uid\":5,\"masterToken\":\"SECRET\"}", "uid", "must be a string"),
  NULL_UID("{\"uid\":null,\"masterToken\":\"SECRET\"}", "uid", "must not be null"),
  ODD_UID(
      "{\"uid\":\"a/b\",\"masterToken\":\"SECRET\"}",
      "uid",
      "must be 1 to 128 visible ASCII characters without / \\ ; ? # % and not . or .."),
  UNKNOWN_MEMBER(
      "{\"uid\":\"%s\",\"masterToken\":\"SECRET\",\"master_token\":\"x\"}",
      "master_token", "is not a member of this request"),
  TOKEN_FOR_A_NAME(
      "{\"uid\":\"%s\",\"masterToken\":\"SECRET\",\"SECRET\":\"x\"}",
      "line", "has a member that no line has"),
  MEMBER_TWICE(
      "{\"uid\":\"%s\",\"masterToken\":\"SECRET\",\"masterToken\":\"SECRET\"}",
      "masterToken", "is there more than once"),
  NO_MASTER_TOKEN("{\"uid\":\"%s\"}", "masterToken", "is required"),
  EMPTY_MASTER_TOKEN(
      "{\"uid\":\"%s\",\"masterToken\":\"\"}", "masterToken", "must have 1 to 16384 characters"),
  LONG_MASTER_TOKEN(
      "{\"uid\":\"%s\",\"masterToken\":\"" + "x".repeat(16_385) + "\"}",
      "masterToken",
      "must have 1 to 16384 characters"),
  NUMERIC_MASTER_TOKEN("{\"uid\":\"%s\",\"masterToken\":12}", "masterToken", "must be a string"),
  ODD_ENVIRONMENT(
      "{\"uid\":\"%s\",\"environment\":\"Prod\",\"masterToken\":\"SECRET\"}",
      "environment", "must match [a-z0-9][a-z0-9-]{0,63}"),
  ODD_TIME(
      "{\"uid\":\"%s\",\"masterToken\":\"SECRET\",\"expiresAt\":\"tomorrow\"}",
      "expiresAt", "must be a time like 2030-01-31T12:00:00Z"),
  FAR_TIME(
      "{\"uid\":\"%s\",\"masterToken\":\"SECRET\",\"expiresAt\":\"+10000-01-01T00:00:00Z\"}",
      "expiresAt", "must be of the years 1970 to 9999"),
  TOKEN_OF_NO_OBJECT(
      "{\"uid\":\"%s\",\"masterToken\":\"SECRET\",\"clientToken\":\"SECRET\"}",
      "clientToken", "must be an object"),
  TOKEN_WITHOUT_VALUE(
      "{\"uid\":\"%s\",\"masterToken\":\"SECRET\",\"clientToken\":{\"expiresAt\":\"2040-01-01T00:00:00Z\"}}",
      "clientToken.token", "is required"),
  TOKEN_WITHOUT_END(
      "{\"uid\":\"%s\",\"masterToken\":\"SECRET\",\"clientToken\":{\"token\":\"SECRET\"}}",
      "clientToken.expiresAt", "is required"),
  TOKEN_ISSUED_LATE(
      "{\"uid\":\"%s\",\"masterToken\":\"SECRET\",\"clientToken\":{\"token\":\"SECRET\","
          + "\"expiresAt\":\"2040-01-01T00:00:00Z\",\"issuedAt\":\"2040-01-01T00:00:00Z\"}}",
      "clientToken.issuedAt", "must be before expiresAt"),
  ODD_SCOPES(
      "{\"uid\":\"%s\",\"masterToken\":\"SECRET\",\"clientToken\":{\"token\":\"SECRET\","
          + "\"expiresAt\":\"2040-01-01T00:00:00Z\",\"scopes\":[\"a b\"]}}",
      "clientToken.scopes", "must be at most 200 scope tokens"),
  ODD_TYPE(
      "{\"uid\":\"%s\",\"masterToken\":\"SECRET\",\"clientToken\":{\"token\":\"SECRET\","
          + "\"expiresAt\":\"2040-01-01T00:00:00Z\",\"tokenType\":\"a b\"}}",
      "clientToken.tokenType", "must match [A-Za-z0-9._-]{1,64}");

  /** What stands in secrets' places, and is to be seen nowhere. */
  static final String SECRET = "hushed-master-token-0815";

  private final String text;
  private final String member;
  private final String rule;

  BadLines(String text, String member, String rule) {
    this.text = text;
    this.member = member;
    this.rule = rule;
  }

  /** The line, in Latin-1 where it is to be no UTF-8. */
  byte[] bytes() {
    return text.replace("%s", "bad-" + name().toLowerCase(Locale.ROOT))
        .replace("SECRET", SECRET)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  Reject reject(long line) {
    return new Reject(line, member, rule);
  }

  static List<BadLines> all() {
    return List.of(values());
  }
}
