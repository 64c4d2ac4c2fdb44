package io.strongroom.vault;

import io.strongroom.audit.Action;
import io.strongroom.audit.Actor;
import io.strongroom.audit.Event;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.Uid;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the audit says of revocations: what was asked, and each batch with its count. */
final class RevocationEvents {

  private RevocationEvents() {}

  static Event begun(Revocation revocation, long matched) {
    Matching matching = revocation.matching();
    Map<String, Object> detail = new TreeMap<>();
    detail.put("matched", matched);
    detail.put("masterToken", revocation.masterTokens());
    detail.put("upstream", revocation.upstream());
    put(detail, "ofKeyId", matching.key());
    if (revocation.timed()) {
      put(detail, "issuedBefore", matching.issuedBefore());
      put(detail, "issuedAfter", matching.issuedAfter());
    }
    return about(revocation, Action.REVOCATION_BEGUN, null, detail);
  }

  static Event batch(Revocation revocation, Revocation.Step step) {
    Map<String, Object> detail = new TreeMap<>();
    detail.put("tokens", step.revoked());
    if (step.last()) {
      detail.put("last", true);
    }
    return about(revocation, Action.REVOCATION_BATCH, Actor.service(), detail);
  }

  /** With what the revocation was asked for. */
  private static Event about(
      Revocation revocation, Action action, @Nullable Actor by, Map<String, Object> detail) {
    Matching matching = revocation.matching();
    String environment = matching.environment();
    String uid = matching.uid();
    String client = matching.client();
    return new Event(
        revocation.tenant(),
        action,
        by,
        environment == null ? null : new EnvironmentName(environment),
        uid == null ? null : new Uid(uid),
        client == null ? null : new ClientId(client),
        revocation.id(),
        Event.DONE,
        null,
        matching.hash(),
        detail);
  }

  private static void put(Map<String, Object> detail, String name, @Nullable Object value) {
    if (value != null) {
      detail.put(name, value.toString());
    }
  }
}
