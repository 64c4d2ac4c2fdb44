package io.strongroom.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * What is refused or set before any resource is asked.
 *
 * <p>No policy of this service looks at paths, and yet a path that two readers could read in two
 * ways is refused outright: encoded separators, dot segments, parameters.
 */
@Singleton
class RequestFrame {
  /** Bytes of a body: the same number as {@code quarkus.http.limits.max-body-size}. */
  private static final long MAX_BODY_BYTES = 64 * 1024;

  private static final int METHOD_FAILURE = 420;
  private static final int FIRST = 1000;

  void register(@Observes Filters filters) {
    filters.register(this::frame, FIRST);
  }

  private void frame(RoutingContext rc) {
    HttpServerRequest request = rc.request();
    rc.response().putHeader("Cache-Control", "no-store");
    rc.response().putHeader("X-Content-Type-Options", "nosniff");
    rc.addHeadersEndHandler(end -> nameUnregisteredStatus(rc));
    if (RawPath.isOdd(request.uri())) {
      refuse(
          rc, Fault.of(FaultCode.INVALID_REQUEST, "The path has characters that are not allowed"));
    } else if (contentLength(request) > MAX_BODY_BYTES) {
      refuse(rc, Fault.of(FaultCode.TOO_LARGE, "The body is larger than 64 KiB"));
    } else {
      // There is one representation of everything, so there is nothing to negotiate.
      request.headers().remove("Accept");
      rc.next();
    }
  }

  private static long contentLength(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? 0 : Long.parseLong(length.trim());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static void nameUnregisteredStatus(RoutingContext rc) {
    if (rc.response().getStatusCode() == METHOD_FAILURE) {
      rc.response().setStatusMessage("Method Failure");
    }
  }

  private static void refuse(RoutingContext rc, Fault fault) {
    // What is still to come of the body is not read: the connection cannot be used again.
    rc.response()
        .setStatusCode(fault.code().status())
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .putHeader("Connection", "close")
        .end(new JsonObject(Problem.body(fault, "about:blank")).encode());
  }
}
