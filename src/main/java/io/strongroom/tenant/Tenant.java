package io.strongroom.tenant;

import io.strongroom.token.Name;
import io.strongroom.token.TenantId;

/** One customer of the service, as administrators see it. */
public record Tenant(TenantId tenantId, Name name) {
  static Tenant of(TenantRow row) {
    return new Tenant(new TenantId(row.tenantId), new Name(row.name));
  }
}
