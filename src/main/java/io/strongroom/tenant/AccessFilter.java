package io.strongroom.tenant;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Key, then scope, on the resource method that was matched, never on a pattern of paths. */
@Singleton
class AccessFilter {
  static final String HEADER = "Api-Key";

  private final Authentication authentication;
  private final CurrentCaller current;

  /** What resource methods say of themselves, read once. */
  private final ConcurrentMap<Method, Rule> rules = new ConcurrentHashMap<>();

  AccessFilter(Authentication authentication, CurrentCaller current) {
    this.authentication = authentication;
    this.current = current;
  }

  /**
   * @return null where the caller is known, and the request goes on without a wait
   */
  @ServerRequestFilter(priority = Order.ACCESS)
  public @Nullable Uni<Void> check(ContainerRequestContext request, ResourceInfo resource) {
    Rule rule = rules.computeIfAbsent(resource.getResourceMethod(), Rule::of);
    return rule.needsKey() ? check(request, rule.anyOf()) : null;
  }

  private @Nullable Uni<Void> check(ContainerRequestContext request, Set<AuthScope> anyOf) {
    ApiKey key = key(request.getHeaders().getOrDefault(HEADER, List.of()));
    Caller known = authentication.known(key);
    if (known != null) {
      admit(known, anyOf);
      return null;
    }
    return authentication.read(key).invoke(caller -> admit(caller, anyOf)).replaceWithVoid();
  }

  /**
   * What a resource method says of its callers. One that says nothing answers nobody.
   *
   * @param needsKey false where the method is for everybody
   */
  private record Rule(boolean needsKey, Set<AuthScope> anyOf) {
    static Rule of(Method method) {
      Requires requires = method.getAnnotation(Requires.class);
      if (requires != null) {
        return new Rule(true, Set.of(requires.value()));
      }
      if (method.isAnnotationPresent(PermitAll.class)) {
        return new Rule(false, Set.of());
      }
      throw new IllegalStateException("no access rule on " + method);
    }
  }

  private static ApiKey key(List<String> headers) {
    if (headers.isEmpty()) {
      throw KeyRefused.missing();
    }
    if (headers.size() > 1) {
      throw KeyRefused.format();
    }
    return ApiKey.parse(headers.get(0).trim());
  }

  private void admit(Caller caller, Set<AuthScope> anyOf) {
    current.set(caller);
    if (!anyOf.isEmpty() && !caller.holds(anyOf)) {
      throw Fault.of(
              FaultCode.FORBIDDEN, "Token does not have any of the scopes to access the API method")
          .exception();
    }
  }
}
