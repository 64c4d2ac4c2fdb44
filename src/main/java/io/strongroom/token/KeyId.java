package io.strongroom.token;

/** An API key's identifier; not a secret. */
public record KeyId(String value) {
  public KeyId {
    Names.id("keyId", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
