package io.strongroom.console;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Objects;

/** What browsers are told of everything below {@code /console}, files and errors included. */
@Singleton
class ConsoleHeaders {
  /** After the frame, which refuses odd paths. */
  private static final int AFTER_FRAME = 900;

  /** Scripts and styles are files of this origin; nothing frames a page, or is sent elsewhere. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  /** Stricter ones would have browsers hide the origin of a form from ourselves as well. */
  private static final String REFERRERS = "same-origin";

  void register(@Observes Filters filters) {
    filters.register(ConsoleHeaders::add, AFTER_FRAME);
  }

  private static void add(RoutingContext rc) {
    if (isBelow(Objects.requireNonNullElse(rc.request().path(), ""))) {
      MultiMap unused =
          rc.response()
              .headers()
              .set("Content-Security-Policy", POLICY)
              .set("Referrer-Policy", REFERRERS)
              .set("Cross-Origin-Opener-Policy", "same-origin")
              .set("Cross-Origin-Resource-Policy", "same-origin")
              .set("X-Frame-Options", "DENY");
    }
    rc.next();
  }

  static boolean isBelow(String path) {
    return path.equals("/console") || path.startsWith("/console/");
  }
}
