package io.strongroom.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives the claimed data directory to every bean that keeps a file. */
@ApplicationScoped
class DataDirectoryProducer {
  @Produces
  @Singleton
  DataDirectory dataDirectory(DatabaseConfig config) {
    return DataDirectory.claim(config.dataDir());
  }
}
