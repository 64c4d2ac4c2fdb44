package io.strongroom.database;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The story on the newest and on the oldest PostgreSQL that the service allows. */
class ExternalDatabaseIT {

  /** What the service brings along, run by somebody else. */
  @Nested
  class Newest extends XTokenStory {
    @Override
    ExternalPostgres startPostgres() {
      return ExternalPostgres.newest();
    }

    @Override
    String version() {
      return "18";
    }
  }

  /** The oldest has binaries for one system only. */
  @Nested
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  class Oldest extends XTokenStory {
    @Override
    ExternalPostgres startPostgres() {
      return ExternalPostgres.oldest();
    }

    @Override
    String version() {
      return "15";
    }
  }
}
