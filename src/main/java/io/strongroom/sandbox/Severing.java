package io.strongroom.sandbox;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/** Ends a call without an answer. */
final class Severing {
  private Severing() {}

  /**
   * A TCP reset: with a linger of 0 the kernel sends RST instead of FIN. Of an HTTP/2 connection
   * only the call's stream is reset.
   */
  static void reset(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      boolean ignored = request.response().reset();
      return;
    }
    if (request.connection() instanceof ConnectionBase connection) {
      Channel channel = connection.channel();
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    request.connection().close();
  }

  /** An ordinary close, after what was written has left. */
  static void close(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      boolean ignored = request.response().reset();
    } else {
      request.connection().close();
    }
  }
}
