package io.strongroom.admin;

import io.strongroom.audit.FetchFilter;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.KeyId;
import io.strongroom.token.Uid;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** The filters of counts of fetches, joined by <i>and</i>. */
public class FetchQuery {
  @QueryParam("environment")
  @Nullable String environment;

  @QueryParam("uid")
  @Nullable String uid;

  @QueryParam("keyId")
  @Nullable String keyId;

  @QueryParam("since")
  @Nullable String since;

  @QueryParam("until")
  @Nullable String until;

  FetchFilter filter() {
    return new FetchFilter(
        AuditQuery.of(environment, EnvironmentName::new),
        AuditQuery.of(uid, Uid::new),
        AuditQuery.of(keyId, KeyId::new),
        AuditQuery.of(since, text -> AuditQuery.time("since", text)),
        AuditQuery.of(until, text -> AuditQuery.time("until", text)));
  }
}
