package io.strongroom.quota;

import io.strongroom.token.TenantId;

/**
 * Whose calls of what are counted.
 *
 * @param keyId empty for the tenant as a whole
 */
record Subject(TenantId tenant, String resource, String keyId) {}
