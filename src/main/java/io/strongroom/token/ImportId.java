package io.strongroom.token;

/** An import's identifier; not a secret. */
public record ImportId(String value) {
  public ImportId {
    Names.id("importId", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
