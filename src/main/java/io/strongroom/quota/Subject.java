package io.strongroom.quota;

import io.strongroom.token.TenantId;

/**
 * Whose calls of what are counted.
 *
 * @param keyId empty for the tenant as a whole
 */
record Subject(TenantId tenant, String resource, String keyId) {

  /** Written out, as is the hash: each charge asks for both, and the generated ones are slower. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Subject it
        && keyId.equals(it.keyId)
        && tenant.value().equals(it.tenant.value())
        && resource.equals(it.resource);
  }

  @Override
  public int hashCode() {
    return (keyId.hashCode() * 31 + tenant.value().hashCode()) * 31 + resource.hashCode();
  }
}
