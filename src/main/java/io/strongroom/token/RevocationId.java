package io.strongroom.token;

/** A revocation's identifier; not a secret. */
public record RevocationId(String value) {
  public RevocationId {
    Names.id("revocationId", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
