package io.strongroom.database;

import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Which database the service lives on: the operator's, or one of its own where none is named. */
public final class ServiceDatabase {
  private static final String URL = "strongroom.database.url";
  private static final String USERNAME = "strongroom.database.username";
  private static final String PASSWORD = "strongroom.database.password";

  private ServiceDatabase() {}

  /**
   * The address that the operator named, or empty for the embedded one.
   *
   * @throws StartRefused when it is not complete
   */
  public static Optional<DatabaseAddress> named(Config config) {
    return config
        .getOptionalValue(URL, String.class)
        .map(url -> new DatabaseAddress(url, text(config, USERNAME), text(config, PASSWORD)));
  }

  /**
   * Tells the settings of both drivers where the database is. System properties win over the
   * environment and the files, and no other process can see them.
   */
  public static void publish(DatabaseAddress address) {
    System.setProperty(URL, address.url());
    System.setProperty(USERNAME, address.username());
    System.setProperty(PASSWORD, address.password());
  }

  private static String text(Config config, String name) {
    return config.getOptionalValue(name, String.class).orElse("");
  }
}
