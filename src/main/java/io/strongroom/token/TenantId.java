package io.strongroom.token;

/** One customer of the service; everything else belongs to exactly one. */
public record TenantId(String value) {
  public TenantId {
    Names.id("tenantId", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
