package io.strongroom.sandbox;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.strongroom.database.DataDirectory;
import io.strongroom.token.SecretText;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The command {@code demo}: the service with the sandbox and a demo tenant, made by the same calls
 * that everybody makes, and then one line to paste.
 */
public class Demo implements QuarkusApplication {
  public static final String COMMAND = "demo";

  private static final String OPERATOR_KEY = "strongroom.operator-key";

  private final DataDirectory directory;
  private final int port;
  private final Optional<String> operatorKey;

  Demo(
      DataDirectory directory,
      @ConfigProperty(name = "quarkus.http.port") int port,
      @ConfigProperty(name = OPERATOR_KEY) Optional<String> operatorKey) {
    this.directory = directory;
    this.port = port;
    this.operatorKey = operatorKey;
  }

  /** The settings that the demo is made of; has to come before the application reads any. */
  public static void configure() {
    System.setProperty("strongroom.sandbox", "true");
    System.setProperty("strongroom.upstream.allow-http", "true");
    System.setProperty("strongroom.upstream.allow-private-addresses", "true");
  }

  @Override
  public int run(String... arguments) throws IOException, InterruptedException {
    URI base = URI.create("http://localhost:" + port);
    SecretText key = new DemoTenant(new DemoCalls(base, operatorKey())).prepare();
    explain(System.out, base, key);
    Quarkus.waitForExit();
    return 0;
  }

  private SecretText operatorKey() throws IOException {
    if (operatorKey.isPresent()) {
      return SecretText.of(operatorKey.get());
    }
    byte[] file = directory.readSecret("operator.key").orElseThrow();
    return SecretText.of(new String(file, StandardCharsets.US_ASCII).trim());
  }

  private void explain(PrintStream out, URI base, SecretText key) {
    out.printf(
        """

        Strongroom is running. Its data is in %s.

          Base URL  %s
          API key   %s

        Fetch a token of the user %s:

        curl -s %s/v1/tokens/issue -H 'Api-Key: %s' -H 'Content-Type: application/json' -d '{"uid":"%s"}'

        Ctrl-C stops it.
        """,
        directory.path(), base, key.reveal(), DemoTenant.USER, base, key.reveal(), DemoTenant.USER);
    out.flush();
  }
}
