package io.strongroom.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * The rest of a streamed body whose call was answered early. A connection that is closed while the
 * caller still sends is reset, and the answer is lost with it; so the rest is read and thrown away
 * for a while.
 */
final class UnreadBody {
  /** Long enough for a caller to see the answer and to stop. */
  private static final Duration LINGER = Duration.ofSeconds(5);

  private UnreadBody() {}

  static void discard(RoutingContext rc) {
    HttpServerRequest request = rc.request();
    if (request.isEnded() || rc.response().closed() && !rc.response().ended()) {
      return;
    }
    var unused = request.exceptionHandler(gone -> {}).handler(rest -> {}).resume();
    var alsoUnused =
        rc.vertx()
            .setTimer(
                LINGER.toMillis(),
                late -> {
                  if (!request.isEnded()) {
                    var closing = request.connection().close();
                  }
                });
  }
}
