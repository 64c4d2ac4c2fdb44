package io.strongroom.token;

/** A key rotation's identifier; not a secret. */
public record RotationId(String value) {
  public RotationId {
    Names.id("rotationId", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
