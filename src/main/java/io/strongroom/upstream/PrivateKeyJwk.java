package io.strongroom.upstream;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.SecretText;

/** A client's private key as an administrator sends it: a JSON Web Key (RFC 7517), a secret. */
public final class PrivateKeyJwk {
  static final String MEMBER = "privateKeyJwk";

  private static final int MAX_CHARACTERS = 16_384;

  private final JsonNode key;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  PrivateKeyJwk(JsonNode key) {
    this.key = key;
  }

  /**
   * @throws InvalidValue naming the rule that the key breaks, and nothing of the key
   */
  void check() {
    InvalidValue.unless(key.isObject(), MEMBER, "must be an object");
    InvalidValue.unless(
        key.toString().length() <= MAX_CHARACTERS, MEMBER, "must have at most 16384 characters");
    SigningKey.parse(text()).requireOnePair();
  }

  /** The key as it is sealed. */
  SecretText text() {
    return SecretText.of(key.toString());
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}
