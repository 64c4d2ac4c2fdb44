package io.strongroom.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Where the service keeps its files and its rows. */
@ConfigMapping(prefix = "strongroom")
public interface DatabaseConfig {
  /**
   * The directory of the embedded PostgreSQL, the keys made by the service and the spool ({@code
   * STRONGROOM_DATA_DIR}). It belongs to one living service and must survive restarts.
   */
  @WithDefault("data")
  Path dataDir();

  /** The operator's own database; without a URL the service starts an embedded one. */
  Named database();

  /** A PostgreSQL 15 or newer that is not the service's own. */
  interface Named {
    /** {@code postgresql://host:port/name} ({@code STRONGROOM_DATABASE_URL}). */
    Optional<String> url();

    /** The role that owns the tables ({@code STRONGROOM_DATABASE_USERNAME}). */
    Optional<String> username();

    /** That role's password ({@code STRONGROOM_DATABASE_PASSWORD}). */
    Optional<String> password();

    /**
     * The address that the operator named, or empty for the embedded database.
     *
     * @throws StartRefused when it is not complete
     */
    default Optional<DatabaseAddress> address() {
      return url().map(u -> new DatabaseAddress(u, username().orElse(""), password().orElse("")));
    }
  }
}
