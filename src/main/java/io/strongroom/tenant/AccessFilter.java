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

/**
 * Key, then scope, on the resource method that was matched, never on a pattern of paths.
 *
 * <p>Methods for administrators alone are also answered by a session of the console. A key in the
 * header is meant, a cookie comes by itself: where there are both, the key counts.
 */
@Singleton
class AccessFilter {
  static final String HEADER = "Api-Key";

  private final Authentication authentication;
  private final SessionAccess sessions;
  private final CurrentCaller current;

  /** What resource methods say of themselves, read once. */
  private final ConcurrentMap<Method, Rule> rules = new ConcurrentHashMap<>();

  AccessFilter(Authentication authentication, SessionAccess sessions, CurrentCaller current) {
    this.authentication = authentication;
    this.sessions = sessions;
    this.current = current;
  }

  /**
   * @return null where the caller is known, and the request goes on without a wait
   */
  @ServerRequestFilter(priority = Order.ACCESS)
  public @Nullable Uni<Void> check(ContainerRequestContext request, ResourceInfo resource) {
    Rule rule = rules.computeIfAbsent(resource.getResourceMethod(), Rule::of);
    if (!rule.needsKey()) {
      return null;
    }
    List<String> headers = request.getHeaders().getOrDefault(HEADER, List.of());
    if (headers.isEmpty() && rule.forAdministrators()) {
      SessionAccess.Found session = sessions.find(request);
      if (session != null) {
        return check(session, rule.anyOf());
      }
    }
    return check(key(headers), rule);
  }

  private Uni<Void> check(SessionAccess.Found session, Set<AuthScope> anyOf) {
    return session
        .caller()
        .invoke(caller -> admit(caller, anyOf))
        .invoke(() -> current.askAgain(session::stillCalls))
        .replaceWithVoid();
  }

  private @Nullable Uni<Void> check(ApiKey key, Rule rule) {
    Caller known = authentication.known(key);
    if (known != null) {
      admit(known, rule, key);
      return null;
    }
    return authentication.read(key).invoke(caller -> admit(caller, rule, key)).replaceWithVoid();
  }

  /**
   * What a resource method says of its callers. One that says nothing answers nobody.
   *
   * @param needsKey false where the method is for everybody
   * @param forAdministrators whether it is for them alone: only these take sessions and last long
   */
  private record Rule(boolean needsKey, Set<AuthScope> anyOf, boolean forAdministrators) {

    static Rule of(Method method) {
      Requires requires = method.getAnnotation(Requires.class);
      if (requires != null) {
        Set<AuthScope> anyOf = Set.of(requires.value());
        boolean closed = !anyOf.isEmpty() && AuthScope.ADMINISTRATORS.containsAll(anyOf);
        return new Rule(true, anyOf, closed);
      }
      if (method.isAnnotationPresent(PermitAll.class)) {
        return new Rule(false, Set.of(), false);
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

  /** Calls for tokens are answered at once, and pay for nothing that outlasts them. */
  private void admit(Caller caller, Rule rule, ApiKey key) {
    admit(caller, rule.anyOf());
    if (rule.forAdministrators()) {
      current.askAgain(() -> authentication.holder(key.hash()));
    }
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
