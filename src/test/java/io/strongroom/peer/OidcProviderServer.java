package io.strongroom.peer;

import static org.awaitility.Awaitility.await;

import io.strongroom.database.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The npm package oidc-provider as a child process on loopback, with data that go when it is
 * closed.
 *
 * <p>Its output stays in {@code target/oidc-provider-*.log}.
 */
final class OidcProviderServer implements Killable, AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  private final NodePackage program;
  private final Path data;
  private final int port;
  private final Thread atExit = new Thread(this::abandon);
  private volatile ServerProcess process;

  private OidcProviderServer(NodePackage program, Path data, int port) {
    this.program = program;
    this.data = data;
    this.port = port;
    this.process = launch();
  }

  /** Starts a server and returns when it is ready. */
  static OidcProviderServer start() {
    var program = NodePackage.install("oidc-provider");
    try {
      var data = Files.createTempDirectory(Path.of("target"), "oidc-provider-").toAbsolutePath();
      var server = new OidcProviderServer(program, data, FreePort.next());
      Runtime.getRuntime().addShutdownHook(server.atExit);
      server.awaitReadyOrClose();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI baseUri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void pause() {
    process.pause();
  }

  @Override
  public void resume() {
    process.resume();
  }

  @Override
  public void kill() {
    process.kill();
  }

  @Override
  public void restart() {
    process.stop();
    process = launch();
    awaitReady();
  }

  @Override
  public void close() {
    process.stop();
    Runtime.getRuntime().removeShutdownHook(atExit);
    try {
      Trees.delete(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServerProcess launch() {
    return new ServerProcess(
        program.start(log(), List.of("server.mjs", data.toString(), Integer.toString(port))));
  }

  private void abandon() {
    process.abandon();
  }

  /** Where the output goes; it outlives the data. */
  private Path log() {
    return data.resolveSibling(data.getFileName() + ".log");
  }

  private void awaitReadyOrClose() {
    try {
      awaitReady();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void awaitReady() {
    await("oidc-provider, see " + log().getFileName())
        .atMost(START)
        .pollInterval(Duration.ofMillis(100))
        .failFast("oidc-provider ended, see " + log().getFileName(), () -> !process.isAlive())
        .until(this::listens);
  }

  private boolean listens() {
    try (var connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return connection.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }
}
