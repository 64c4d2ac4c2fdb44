package io.strongroom.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Writes answers; to a caller who has gone it writes nothing. */
final class Reply {
  private final RoutingContext rc;

  Reply(RoutingContext rc) {
    this.rc = rc;
  }

  /** RFC 6749 section 5.1: what may carry a token is not to be stored. */
  void send(Answer answer) {
    if (!gone()) {
      head(answer).end(body(answer));
    }
  }

  void send(CannedReply canned) {
    if (!gone()) {
      HttpServerResponse response = rc.response().setStatusCode(canned.status());
      canned.headers().forEach(response::putHeader);
      response.end(canned.body());
    }
  }

  /** The first bytes of an answer that announces all of them, then the end of the connection. */
  void sendOnly(int bytes, Answer answer) {
    if (!gone()) {
      Buffer body = body(answer);
      Buffer part = body.slice(0, Math.min(bytes, Math.max(0, body.length() - 1)));
      head(answer)
          .putHeader("Content-Length", Integer.toString(body.length()))
          .write(part)
          .onComplete(written -> Severing.close(rc.request()));
    }
  }

  void reset() {
    if (!gone()) {
      Severing.reset(rc.request());
    }
  }

  void close() {
    if (!gone()) {
      Severing.close(rc.request());
    }
  }

  /** Runs when the call is answered or its caller has gone. */
  void whenOver(Runnable step) {
    int ignored = rc.addEndHandler(over -> step.run());
  }

  private HttpServerResponse head(Answer answer) {
    HttpServerResponse response = rc.response().setStatusCode(answer.status());
    response.putHeader("Cache-Control", "no-store").putHeader("Pragma", "no-cache");
    answer.headers().forEach(response::putHeader);
    if (!answer.members().isEmpty()) {
      response.putHeader("Content-Type", "application/json");
    }
    return response;
  }

  private static Buffer body(Answer answer) {
    return answer.members().isEmpty()
        ? Buffer.buffer()
        : new JsonObject(answer.members()).toBuffer();
  }

  private boolean gone() {
    return rc.response().closed() || rc.response().ended();
  }
}
