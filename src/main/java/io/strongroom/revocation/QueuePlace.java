package io.strongroom.revocation;

import io.strongroom.seal.Place;
import io.strongroom.token.TenantId;

/** What binds a queued secret to its row and to the one origin that it was recorded for. */
final class QueuePlace {
  private static final String TABLE = "upstream_revocation";

  private QueuePlace() {}

  /** With any other origin the secret does not open. */
  static Place of(
      TenantId tenant, String environment, String uid, String client, String item, String origin) {
    return new Place(tenant, TABLE, environment, uid, client, "token/" + item + "/" + origin);
  }
}
