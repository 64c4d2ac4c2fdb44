package io.strongroom.tenant;

import io.quarkus.runtime.Startup;
import io.strongroom.database.DataDirectory;
import io.strongroom.database.StartRefused;
import io.strongroom.token.FaultException;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The operator's key: from the settings, else from its file, else made and written there. */
@Singleton
@Startup
class OperatorKey {
  private static final Logger LOG = Logger.getLogger(OperatorKey.class);

  private static final String FILE = "operator.key";

  private final OperatorConfig config;
  private final DataDirectory directory;
  private @Nullable ApiKey key;

  OperatorKey(OperatorConfig config, DataDirectory directory) {
    this.config = config;
    this.directory = directory;
  }

  @PostConstruct
  void load() {
    Optional<String> setting = config.operatorKey();
    key = setting.isPresent() ? parse(setting.get(), "STRONGROOM_OPERATOR_KEY") : fromFile();
  }

  boolean is(ApiKey other) {
    return key != null && key.is(other);
  }

  boolean is(byte[] hash) {
    return key != null && key.hasHash(hash);
  }

  private ApiKey fromFile() {
    Path file = directory.file(FILE);
    try {
      ApiKey made = ApiKey.random(new SecureRandom());
      byte[] text = (made.text().reveal() + "\n").getBytes(StandardCharsets.US_ASCII);
      if (directory.createSecret(FILE, text)) {
        LOG.infof("The operator key was made and is in %s", file);
        return made;
      }
      byte[] kept = directory.readSecret(FILE).orElseThrow();
      return parse(new String(kept, StandardCharsets.UTF_8), file.toString());
    } catch (IOException e) {
      throw new StartRefused("The operator key file " + file + " cannot be used", e);
    }
  }

  private static ApiKey parse(String text, String origin) {
    try {
      return ApiKey.parse(text.trim());
    } catch (FaultException e) {
      throw new StartRefused(
          origin
              + " does not hold a key of the form strm_, 40 base62 characters, _ and the CRC-32"
              + " of all before as 8 lower-case hex digits",
          e);
    }
  }
}
