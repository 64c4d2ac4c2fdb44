package io.strongroom.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Where the service keeps its files. */
@ConfigMapping(prefix = "strongroom")
public interface DataDirectoryConfig {
  /**
   * The directory of the embedded PostgreSQL, the keys made by the service and the spool ({@code
   * STRONGROOM_DATA_DIR}). It belongs to one living service and must survive restarts.
   */
  @WithDefault("data")
  Path dataDir();
}
