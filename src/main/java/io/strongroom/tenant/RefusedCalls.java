package io.strongroom.tenant;

import io.strongroom.audit.Actors;
import io.strongroom.audit.Event;
import io.strongroom.audit.Refusals;
import io.strongroom.http.RefusalWatch;
import io.strongroom.token.Fault;
import io.strongroom.token.TenantId;
import jakarta.inject.Singleton;
import java.util.Objects;

/** Has refused keys and used-up quotas counted, under the tenant of the key that called. */
@Singleton
class RefusedCalls implements RefusalWatch {
  private final Refusals refusals;
  private final Actors actors;
  private final CurrentCaller caller;

  RefusedCalls(Refusals refusals, Actors actors, CurrentCaller caller) {
    this.refusals = refusals;
    this.actors = actors;
    this.caller = caller;
  }

  @Override
  public void answered(Fault fault) {
    switch (fault.code()) {
      case UNAUTHENTICATED, FORBIDDEN -> count(fault, fault.detail());
      case QUOTA_EXCEEDED ->
          count(fault, Objects.toString(fault.members().get("resource"), "quota"));
      default -> {
        // Nobody was refused for who they are or for how often they came.
      }
    }
  }

  private void count(Fault fault, String reason) {
    TenantId tenant =
        caller.find() instanceof Caller.KeyHolder holder ? holder.tenant() : Event.NO_TENANT;
    refusals.count(tenant, actors.current(), fault.code(), reason);
  }
}
