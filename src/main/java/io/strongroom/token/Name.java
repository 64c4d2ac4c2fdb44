package io.strongroom.token;

/** What people call a tenant or a key. */
public record Name(String value) {
  public Name {
    Names.title("name", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
