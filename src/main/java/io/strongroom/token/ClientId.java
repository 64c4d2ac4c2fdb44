package io.strongroom.token;

/** An OAuth client of an environment, as the tenant names it. */
public record ClientId(String value) {
  public ClientId {
    Names.visible("clientId", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
