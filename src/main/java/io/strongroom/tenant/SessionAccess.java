package io.strongroom.tenant;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets the console's pages call as the key that signed in.
 *
 * <p>A browser sends a cookie along whoever made it call. So whatever changes something must also
 * prove that a page of this session asked for it, and come from this very origin.
 */
@Singleton
public class SessionAccess {
  /** Carries {@link SessionCookie#proof}. */
  static final String PROOF = "X-Csrf-Token";

  private static final Set<String> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final Sessions sessions;

  SessionAccess(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Who calls by a session; null where the request has no cookie of ours. */
  @Nullable Found find(ContainerRequestContext request) {
    SessionCookie cookie = SessionCookie.of(request.getCookies());
    if (cookie == null) {
      return null;
    }
    if (!SAFE.contains(request.getMethod())) {
      requireProof(request, cookie);
    }
    return new Found(sessions.holder(cookie), sessions.watcher(cookie));
  }

  /**
   * A session that came with a request.
   *
   * @param caller counts as a use of the session
   * @param stillCalls does not
   */
  record Found(Uni<Caller> caller, Uni<Caller> stillCalls) {}

  private static void requireProof(ContainerRequestContext request, SessionCookie cookie) {
    String proof = request.getHeaderString(PROOF);
    if (proof == null || !cookie.isProvedBy(proof)) {
      throw refused("The call does not prove that it comes from a page of the session");
    }
    requireSameOrigin(request::getHeaderString);
  }

  /**
   * Browsers say where a call comes from by {@code Sec-Fetch-Site}, older ones and plain http by
   * {@code Origin} alone. Behind a proxy the scheme may differ, so hosts are compared.
   */
  public static void requireSameOrigin(Function<String, @Nullable String> header) {
    String site = header.apply("Sec-Fetch-Site");
    String origin = header.apply("Origin");
    boolean same =
        site == null
            ? origin == null || isAt(origin, header.apply("Host"))
            : site.equals("same-origin");
    if (!same) {
      throw refused("The call comes from another site");
    }
  }

  private static boolean isAt(String origin, @Nullable String host) {
    try {
      return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static FaultException refused(String sentence) {
    return Fault.of(FaultCode.FORBIDDEN, sentence).exception();
  }
}
