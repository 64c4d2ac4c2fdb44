package io.strongroom.quota;

import io.smallrye.mutiny.Uni;
import io.strongroom.http.Problem;
import io.strongroom.tenant.Caller;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Order;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Charges each call after key and scope, and tells the caller what is left. */
@Singleton
class QuotaFilter {
  private static final String COUNTED = "strongroom.counted";
  private static final int WINDOW_SECONDS = 3600;

  /** IMF-fixdate, RFC 9110 section 5.6.7. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Quota quota;
  private final CurrentCaller current;

  QuotaFilter(Quota quota, CurrentCaller current) {
    this.quota = quota;
    this.current = current;
  }

  /**
   * @return null where the call could be charged at once, and the request goes on without a wait
   */
  @ServerRequestFilter(priority = Order.QUOTA)
  public @Nullable Uni<Void> charge(ContainerRequestContext request, ResourceInfo resource) {
    Charged charged = resource.getResourceMethod().getAnnotation(Charged.class);
    if (charged == null || !(current.get() instanceof Caller.KeyHolder caller)) {
      return null;
    }
    Charge atOnce = quota.chargeAtOnce(caller, charged.value());
    if (atOnce != null) {
      admit(request, charged.value(), atOnce.window());
      return null;
    }
    return quota
        .charge(caller, charged.value())
        .invoke(charge -> admit(request, charged.value(), charge.window()))
        .replaceWithVoid();
  }

  private static void admit(
      ContainerRequestContext request, Resource resource, @Nullable Window window) {
    if (window != null) {
      request.setProperty(COUNTED, new Counted(resource, window));
      if (!window.admitted()) {
        throw Quota.refusal(resource, window).exception();
      }
    }
  }

  @ServerResponseFilter
  public void tell(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(COUNTED) instanceof Counted counted) {
      if (counted.resource() == Resource.AUTH_TOKEN) {
        tellAsMarketplace(counted.window(), response.getHeaders());
      } else {
        tell(counted, response.getHeaders());
      }
    }
  }

  /** The IETF draft "RateLimit header fields for HTTP", revision 10: names are quoted. */
  private static void tell(Counted counted, MultivaluedMap<String, Object> headers) {
    String name = '"' + counted.resource().path() + '"';
    Window window = counted.window();
    headers.putSingle("RateLimit-Policy", name + ";q=" + window.limit() + ";w=" + WINDOW_SECONDS);
    headers.putSingle(
        "RateLimit", name + ";r=" + window.remaining() + ";t=" + Problem.seconds(window.left()));
  }

  private static void tellAsMarketplace(Window window, MultivaluedMap<String, Object> headers) {
    headers.putSingle("X-RateLimit-Resource-Limit", window.limit());
    headers.putSingle("X-RateLimit-Resource-Remaining", window.remaining());
    headers.putSingle("X-RateLimit-Resource-Until", HTTP_DATE.format(window.end()));
  }

  private record Counted(Resource resource, Window window) {}
}
