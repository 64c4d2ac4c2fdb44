package io.strongroom.tenant;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Key, then scope, on the resource method that was matched, never on a pattern of paths. */
@Singleton
class AccessFilter {
  static final String HEADER = "Api-Key";

  private final Authentication authentication;
  private final CurrentCaller current;

  AccessFilter(Authentication authentication, CurrentCaller current) {
    this.authentication = authentication;
    this.current = current;
  }

  @ServerRequestFilter(priority = Order.ACCESS)
  public Uni<@Nullable Response> check(ContainerRequestContext request, ResourceInfo resource) {
    Requires requires = resource.getResourceMethod().getAnnotation(Requires.class);
    if (requires == null) {
      throw new IllegalStateException("no access rule on " + resource.getResourceMethod());
    }
    return authentication
        .caller(headers(request))
        .invoke(current::set)
        .invoke(caller -> permit(caller, Set.of(requires.value())))
        .replaceWith(Uni.createFrom().nullItem());
  }

  private static List<String> headers(ContainerRequestContext request) {
    return request.getHeaders().getOrDefault(HEADER, List.of());
  }

  private static void permit(Caller caller, Set<AuthScope> anyOf) {
    if (!anyOf.isEmpty() && !caller.holds(anyOf)) {
      throw Fault.of(
              FaultCode.FORBIDDEN, "Token does not have any of the scopes to access the API method")
          .exception();
    }
  }
}
