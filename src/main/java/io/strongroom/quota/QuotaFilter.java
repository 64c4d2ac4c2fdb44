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
import jakarta.ws.rs.core.Response;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Charges each call after key and scope, and tells the caller what is left. */
@Singleton
class QuotaFilter {
  private static final String CHARGE = "strongroom.charge";
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

  @ServerRequestFilter(priority = Order.QUOTA)
  public Uni<@Nullable Response> charge(ContainerRequestContext request, ResourceInfo resource) {
    Charged charged = resource.getResourceMethod().getAnnotation(Charged.class);
    if (charged == null || !(current.get() instanceof Caller.KeyHolder caller)) {
      return Uni.createFrom().nullItem();
    }
    return quota
        .charge(caller, charged.value())
        .invoke(window -> admit(request, charged.value(), window))
        .replaceWith(Uni.createFrom().nullItem());
  }

  private static void admit(
      ContainerRequestContext request, Resource resource, Optional<Window> window) {
    if (window.isPresent()) {
      request.setProperty(CHARGE, new Charge(resource, window.get()));
      if (!window.get().admitted()) {
        throw Quota.refusal(resource, window.get()).exception();
      }
    }
  }

  @ServerResponseFilter
  public void tell(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(CHARGE) instanceof Charge charge) {
      if (charge.resource() == Resource.AUTH_TOKEN) {
        tellAsMarketplace(charge.window(), response.getHeaders());
      } else {
        tell(charge, response.getHeaders());
      }
    }
  }

  /** The IETF draft "RateLimit header fields for HTTP", revision 10: names are quoted. */
  private static void tell(Charge charge, MultivaluedMap<String, Object> headers) {
    String name = '"' + charge.resource().path() + '"';
    Window window = charge.window();
    headers.putSingle("RateLimit-Policy", name + ";q=" + window.limit() + ";w=" + WINDOW_SECONDS);
    headers.putSingle(
        "RateLimit", name + ";r=" + window.remaining() + ";t=" + Problem.seconds(window.left()));
  }

  private static void tellAsMarketplace(Window window, MultivaluedMap<String, Object> headers) {
    headers.putSingle("X-RateLimit-Resource-Limit", window.limit());
    headers.putSingle("X-RateLimit-Resource-Remaining", window.remaining());
    headers.putSingle("X-RateLimit-Resource-Until", HTTP_DATE.format(window.end()));
  }

  private record Charge(Resource resource, Window window) {}
}
