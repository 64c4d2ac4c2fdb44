package io.strongroom.upstream;

import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The one way out. The address that was checked is the address that is connected to, redirects are
 * not followed, certificates are verified, answers and time are bounded.
 *
 * <p>Each call has a connection of its own. A kept connection may have been closed by the other
 * side unseen, and then nobody can tell whether the request was acted on: for a rotating master
 * token that question costs more than a handshake.
 *
 * <p>Made at start: a client that is made during a request belongs to the HTTP server's verticle,
 * and is closed with that at stop, while exchanges that nobody waits for are still under way.
 */
@Singleton
@Startup
class OutgoingClient {
  /** Bytes of an answer; a token answer has a few thousand. */
  private static final int MAX_ANSWER_BYTES = 64 * 1024;

  private static final int MAX_HEADER_BYTES = 16 * 1024;

  /** Beyond a call's deadline: a turn of its event loop, and short beside any deadline. */
  private static final int LAST_LOOK_MILLIS = 50;

  private final Vertx vertx;
  private final OutgoingConfig switches;
  private final HttpClient http;

  OutgoingClient(Vertx vertx, OutgoingConfig switches) {
    this.vertx = vertx;
    this.switches = switches;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setKeepAlive(false)
                .setVerifyHost(true)
                .setMaxPoolSize(Connections.MAX)
                .setMaxWaitQueueSize(Connections.MAX)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setDecompressionSupported(false));
  }

  /** Makes a call that no guard stands before. */
  Uni<Reply> send(OutgoingCall call) {
    return send(call, () -> {});
  }

  /**
   * Makes the call; every way it can end is an item, none a failure.
   *
   * @param closed is run once, when the call has no connection any more: before its reply, or
   *     after, on an event loop
   */
  Uni<Reply> send(OutgoingCall call, Runnable closed) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              ContextInternal loop = ((VertxInternal) vertx).createEventLoopContext();
              Attempt attempt = new Attempt(call, loop, closed);
              loop.runOnContext(now -> attempt.run().onSuccess(emitter::complete));
            });
  }

  private static String kind(Throwable failure) {
    // The class names what happened; a message could quote what was sent.
    return failure.getClass().getSimpleName();
  }

  /** One call's progress; all of it runs on one event loop. */
  private final class Attempt {
    private final OutgoingCall call;
    private final ContextInternal loop;
    private final Runnable closed;
    private final Promise<Reply> reply = Promise.promise();
    private Reply.Point reached = Reply.Point.BEFORE_SENDING;
    private boolean over;
    private long timer;
    private @Nullable HttpClientRequest request;

    Attempt(OutgoingCall call, ContextInternal loop, Runnable closed) {
      this.call = call;
      this.loop = loop;
      this.closed = closed;
    }

    Future<Reply> run() {
      if (call.deadline().isNegative() || call.deadline().isZero()) {
        // A wait before the call has used the time up.
        closed.run();
        return Future.succeededFuture(
            new Reply.Lost(Reply.Point.BEFORE_SENDING, "the time for this call is over"));
      }
      timer = vertx.setTimer(Math.max(1, call.deadline().toMillis()), fired -> lookOnceMore());
      resolve().compose(this::connect).onSuccess(this::post).onFailure(this::notConnected);
      return reply.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private Future<InetAddress> resolve() {
      Promise<InetAddress> address = loop.promise();
      ((VertxInternal) vertx).resolveAddress(call.endpoint().host(), address);
      return address.future();
    }

    private Future<HttpClientRequest> connect(InetAddress address) {
      if (!over && !switches.allowPrivateAddresses() && !Addresses.isPublic(address)) {
        end(new Reply.Lost(Reply.Point.FORBIDDEN_ADDRESS, "the host is at a private address"));
      }
      return over ? Future.failedFuture("the call is over") : http.request(options(address));
    }

    private void notConnected(Throwable failure) {
      lose(failure);
      closed.run();
    }

    private RequestOptions options(InetAddress address) {
      RequestOptions options =
          new RequestOptions()
              .setMethod(HttpMethod.POST)
              .setAbsoluteURI(call.endpoint().uri().toString())
              .setServer(
                  SocketAddress.inetSocketAddress(call.endpoint().port(), address.getHostAddress()))
              .setConnectTimeout(call.deadline().toMillis())
              .setFollowRedirects(false);
      call.headers().forEach(options::putHeader);
      return options;
    }

    private void post(HttpClientRequest connected) {
      ConnectionBase connection = (ConnectionBase) connected.connection();
      connection.closeFuture().onComplete(gone -> closed.run());
      if (over) {
        // The deadline has passed while the connection opened: nothing may be sent any more.
        connection.close();
        return;
      }
      request = connected;
      reached = Reply.Point.CUT;
      connected.send(call.body()).onSuccess(this::read).onFailure(this::lose);
    }

    private void read(HttpClientResponse response) {
      Buffer body = Buffer.buffer();
      response.handler(chunk -> append(response, body, chunk));
      response.exceptionHandler(this::lose);
      response.endHandler(end -> end(answer(response, body, true)));
    }

    private static Reply.Answer answer(HttpClientResponse response, Buffer body, boolean whole) {
      return new Reply.Answer(
          response.statusCode(), response.getHeader("Retry-After"), body, whole);
    }

    private void append(HttpClientResponse response, Buffer body, Buffer chunk) {
      if (body.length() + chunk.length() > MAX_ANSWER_BYTES) {
        // The status still tells something: a long page may come with a 503 as well.
        end(answer(response, Buffer.buffer(), false));
        response.request().reset();
      } else {
        body.appendBuffer(chunk);
      }
    }

    /**
     * A process that stood still finds its timers due before it has looked at its sockets: an
     * answer that has long been there, with the only copy of a new master token, is read first.
     */
    private void lookOnceMore() {
      timer = vertx.setTimer(LAST_LOOK_MILLIS, fired -> timeOut());
    }

    private void timeOut() {
      boolean sent = reached != Reply.Point.BEFORE_SENDING;
      end(new Reply.Lost(sent ? Reply.Point.TIMEOUT : reached, "no answer in time"));
      if (request != null) {
        request.reset();
      }
    }

    private void lose(Throwable failure) {
      end(new Reply.Lost(reached, kind(failure)));
    }

    private void end(Reply result) {
      over = true;
      reply.tryComplete(result);
    }
  }
}
