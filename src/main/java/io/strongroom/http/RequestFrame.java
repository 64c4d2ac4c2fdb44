package io.strongroom.http;

import io.quarkus.arc.All;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;

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

  private final List<StreamedBody> streamed;

  RequestFrame(@All List<StreamedBody> streamed) {
    this.streamed = streamed;
  }

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
    } else {
      bound(rc, contentLength(request));
    }
  }

  /** Most bodies are short and say so, and nothing more is asked of them. */
  private void bound(RoutingContext rc, long length) {
    if (length >= 0 && length <= MAX_BODY_BYTES) {
      goOn(rc);
    } else if (isStreamed(rc.request())) {
      stream(rc, length);
    } else if (length > MAX_BODY_BYTES) {
      refuse(rc, Fault.of(FaultCode.TOO_LARGE, "The body is larger than 64 KiB"));
    } else {
      goOn(rc);
    }
  }

  private static void goOn(RoutingContext rc) {
    // There is one representation of everything, so there is nothing to negotiate.
    rc.request().headers().remove("Accept");
    rc.next();
  }

  private boolean isStreamed(HttpServerRequest request) {
    String path = Objects.requireNonNullElse(request.path(), "");
    for (StreamedBody body : streamed) {
      if (body.covers(request.method(), path)) {
        return true;
      }
    }
    return false;
  }

  /** The server's limit looks at the header alone, and there is no other way to lift it. */
  private static void stream(RoutingContext rc, long length) {
    if (length > 0) {
      rc.put(StreamedBody.LENGTH, length);
      rc.request().headers().remove("Content-Length");
    }
    rc.addEndHandler(end -> UnreadBody.discard(rc));
    goOn(rc);
  }

  /** What the header says; below zero where it says nothing. */
  private static long contentLength(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? -1 : Long.parseLong(length.trim());
    } catch (NumberFormatException e) {
      return -1;
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
