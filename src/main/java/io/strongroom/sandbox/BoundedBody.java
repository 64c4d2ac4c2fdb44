package io.strongroom.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Reads request bodies; one that is too long is answered 413 here and the connection closed. */
final class BoundedBody {
  /** Four times the longest token with its encoding: what the service itself takes. */
  static final int BYTES_MAX = 64 * 1024;

  private BoundedBody() {}

  /** The whole body. Fails, with nothing left to answer, when it is too long or the caller goes. */
  static Future<String> read(RoutingContext rc) {
    Promise<String> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    rc.request()
        .handler(
            chunk -> {
              if (body.length() + chunk.length() <= BYTES_MAX) {
                body.appendBuffer(chunk);
              } else if (whole.tryFail("too long")) {
                refuse(rc.response());
              }
            })
        .exceptionHandler(whole::tryFail)
        .endHandler(end -> whole.tryComplete(body.toString()))
        .resume();
    return whole.future();
  }

  private static void refuse(HttpServerResponse response) {
    response.setStatusCode(413).putHeader(HttpHeaders.CONNECTION, "close").end();
  }
}
