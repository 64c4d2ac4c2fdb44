package io.strongroom.peer;

import io.restassured.path.json.JsonPath;
import org.jspecify.annotations.Nullable;

/** A provider's answer about a token (RFC 7662): the user is told of active tokens only. */
record Introspection(boolean active, @Nullable String user) {

  /** Reads an answer in which {@code userMember} names the user. */
  static Introspection of(JsonPath answer, String userMember) {
    return new Introspection(answer.getBoolean("active"), answer.getString(userMember));
  }
}
