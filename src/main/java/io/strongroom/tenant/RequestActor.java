package io.strongroom.tenant;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.strongroom.audit.Actor;
import io.strongroom.audit.Actors;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Who acts: the caller of the request under way, from the address of its connection. Looked up when
 * an act is recorded, so that calls which record nothing pay nothing.
 *
 * <p>The address is what the HTTP server takes for the peer's: what a header says of it counts only
 * where its own proxy settings say so.
 */
@Singleton
class RequestActor implements Actors {
  private final CurrentCaller caller;
  private final CurrentVertxRequest request;

  RequestActor(CurrentCaller caller, CurrentVertxRequest request) {
    this.caller = caller;
    this.request = request;
  }

  @Override
  public Actor current() {
    if (!Arc.container().requestContext().isActive()) {
      return Actor.service();
    }
    RoutingContext call = request.getCurrent();
    return call == null ? Actor.service() : actor(caller.find(), address(call));
  }

  private static Actor actor(@Nullable Caller caller, @Nullable String address) {
    if (caller instanceof Caller.KeyHolder holder) {
      return new Actor(Actor.Kind.KEY, holder.key(), address);
    }
    Actor.Kind kind = caller == null ? Actor.Kind.STRANGER : Actor.Kind.OPERATOR;
    return new Actor(kind, null, address);
  }

  private static @Nullable String address(RoutingContext call) {
    SocketAddress peer = call.request().remoteAddress();
    return peer == null ? null : peer.hostAddress();
  }
}
