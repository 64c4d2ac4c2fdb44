package io.strongroom.revocation;

import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.UUID;

/**
 * One client's waiting tokens, taken for a while.
 *
 * @param failures rounds in a row in which its upstream was not well
 */
record Lane(TenantId tenant, String environment, String client, int failures, UUID holder) {

  boolean isAiling() {
    return failures > 0;
  }

  Tuple key() {
    return Tuple.of(tenant.value(), environment, client);
  }
}
