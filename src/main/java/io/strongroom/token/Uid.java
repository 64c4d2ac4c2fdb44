package io.strongroom.token;

/** A user of a tenant, as the tenant names them. */
public record Uid(String value) {
  public Uid {
    Names.visible("uid", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
