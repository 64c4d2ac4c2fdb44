package io.strongroom.peer;

import static org.awaitility.Awaitility.await;

import io.strongroom.database.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;

/**
 * A Keycloak of its own, as a child process on loopback, with data that go when it is closed.
 *
 * <p>Its output stays in {@code target/keycloak-home-*.log}.
 */
final class KeycloakServer implements Killable, AutoCloseable {
  /** The first start of a fresh distribution rebuilds it: 40 s were seen on two cores. */
  private static final Duration START = Duration.ofMinutes(4);

  private static final String ADMIN = "admin";

  private final KeycloakHome home;
  private final int port;
  private final int managementPort;
  private final String adminPassword = UUID.randomUUID().toString();
  private final Thread atExit = new Thread(() -> process().abandon());
  private final HttpClient http = HttpClient.newHttpClient();
  private volatile ServerProcess process;

  private KeycloakServer(KeycloakHome home, int port, int managementPort) throws IOException {
    this.home = home;
    this.port = port;
    this.managementPort = managementPort;
    this.process = launch();
  }

  /** Starts a server and returns when it is ready. */
  static KeycloakServer start() {
    try {
      var home = KeycloakHome.create();
      var server = new KeycloakServer(home, FreePort.next(), FreePort.next());
      Runtime.getRuntime().addShutdownHook(server.atExit);
      server.awaitReadyOrClose();
      home.keepBuilt();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI baseUri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  KeycloakAdmin admin() {
    return new KeycloakAdmin(baseUri(), ADMIN, adminPassword);
  }

  /** A new realm; see {@link KeycloakAdmin#create}. */
  KeycloakRealm createRealm(String name, Duration accessTokenLife) {
    var realm = new KeycloakRealm(this, name);
    admin().create(realm, accessTokenLife);
    return realm;
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
    try {
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitReady();
  }

  @Override
  public void close() {
    process.stop();
    Runtime.getRuntime().removeShutdownHook(atExit);
    try {
      home.delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServerProcess launch() throws IOException {
    var builder = new ProcessBuilder(home.script().toString(), "start-dev");
    var environment = builder.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    // Tests start it often and ask it little: no time for the second compiler.
    environment.put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");
    environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
    environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", adminPassword);
    environment.put("KC_HTTP_HOST", "127.0.0.1");
    environment.put("KC_HTTP_PORT", Integer.toString(port));
    environment.put("KC_HTTP_MANAGEMENT_HOST", "127.0.0.1");
    environment.put("KC_HTTP_MANAGEMENT_PORT", Integer.toString(managementPort));
    environment.put("KC_HEALTH_ENABLED", "true");
    // The issuer of its tokens, by whatever port it was asked.
    environment.put("KC_HOSTNAME", baseUri().toString());
    // Else a killed server forgets its last second: what it answered must be there again.
    environment.put("KC_DB_URL_PROPERTIES", ";WRITE_DELAY=0");
    return new ServerProcess(
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(home.log().toFile()))
            .start());
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
    await("Keycloak, see " + home.log().getFileName())
        .atMost(START)
        .pollInterval(Duration.ofMillis(250))
        .failFast("Keycloak ended, see " + home.log().getFileName(), () -> !process.isAlive())
        .until(this::ready);
  }

  private boolean ready() throws InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private ServerProcess process() {
    return process;
  }
}
