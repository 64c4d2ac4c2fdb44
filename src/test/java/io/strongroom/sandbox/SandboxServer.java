package io.strongroom.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * The simulator on a loopback port of the test's own process: what it knows and counted outlives
 * any kill of the service. Its token endpoint is {@code baseUri() + "/token"}.
 */
public final class SandboxServer implements AutoCloseable {
  private static final int BACKLOG = 2_048;
  private static final long START_OR_STOP_SECONDS = 20;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final Faults faults = new Faults();
  private final Provider provider;
  private final HttpServer server;

  private SandboxServer(InstantSource clock) {
    provider = new Provider(clock, new SecureRandom());
    Router router = Router.router(vertx);
    new ProviderRoutes(provider, faults).mount(router, "");
    HttpServerOptions options =
        new HttpServerOptions().setHost("127.0.0.1").setPort(0).setAcceptBacklog(BACKLOG);
    server = done(vertx.createHttpServer(options).requestHandler(router).listen());
  }

  public static SandboxServer start() {
    return new SandboxServer(InstantSource.system());
  }

  public static SandboxServer start(InstantSource clock) {
    return new SandboxServer(clock);
  }

  /** Without a slash at its end. */
  public URI baseUri() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  public Provider provider() {
    return provider;
  }

  public Faults faults() {
    return faults;
  }

  @Override
  public void close() {
    done(vertx.close());
  }

  private static <T> T done(Future<T> work) {
    try {
      return work.toCompletionStage()
          .toCompletableFuture()
          .get(START_OR_STOP_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
