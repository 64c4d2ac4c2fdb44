package io.strongroom.token;

/** The place of one client token. */
public record Slot(TenantId tenant, EnvironmentName environment, Uid uid, ClientId client) {

  public AccountKey account() {
    return new AccountKey(tenant, environment, uid);
  }
}
