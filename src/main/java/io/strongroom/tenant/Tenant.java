package io.strongroom.tenant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.strongroom.token.Name;
import io.strongroom.token.TenantId;
import java.util.UUID;

/**
 * One customer of the service, as administrators see it.
 *
 * @param revision made anew by every edit
 */
public record Tenant(TenantId tenantId, Name name, @JsonIgnore UUID revision) {
  static Tenant of(TenantRow row) {
    return new Tenant(new TenantId(row.tenantId), new Name(row.name), row.revision);
  }
}
