package io.strongroom.tenant;

import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.KeyId;
import io.strongroom.token.Name;
import io.strongroom.token.TenantId;
import java.util.List;
import java.util.Set;

/** Who calls, once the key was found to be good. */
public sealed interface Caller {

  /** Whether this caller may call a method that needs one of these scopes. */
  boolean holds(Set<AuthScope> anyOf);

  /**
   * Whether this caller may administer that tenant; the answer does not depend on its existence.
   */
  boolean administers(TenantId tenant);

  /** The caller as one of a tenant, which the operator is not. */
  default KeyHolder ofTenant() {
    if (this instanceof KeyHolder holder) {
      return holder;
    }
    throw Fault.of(FaultCode.FORBIDDEN, "The operator key makes no data calls").exception();
  }

  /** The one who runs the service; reaches every tenant's configuration and no token. */
  record Operator() implements Caller {
    @Override
    public boolean holds(Set<AuthScope> anyOf) {
      return anyOf.contains(AuthScope.OPERATOR);
    }

    @Override
    public boolean administers(TenantId tenant) {
      return true;
    }
  }

  /**
   * A backend or an administrator of one tenant.
   *
   * @param scopes as they were given to the key, in that order
   */
  record KeyHolder(TenantId tenant, Name tenantName, KeyId key, Name name, List<AuthScope> scopes)
      implements Caller {
    @Override
    public boolean holds(Set<AuthScope> anyOf) {
      for (AuthScope wanted : anyOf) {
        if (holds(wanted)) {
          return true;
        }
      }
      return false;
    }

    private boolean holds(AuthScope wanted) {
      for (AuthScope held : scopes) {
        if (held.gives(wanted)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean administers(TenantId other) {
      return tenant.equals(other) && scopes.contains(AuthScope.TENANT_ADMIN);
    }
  }
}
