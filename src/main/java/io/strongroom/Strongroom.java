package io.strongroom;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;
import io.strongroom.database.DataDirectory;
import io.strongroom.database.DataDirectoryConfig;
import io.strongroom.database.DatabaseAddress;
import io.strongroom.database.DatabaseRules;
import io.strongroom.database.EmbeddedPostgres;
import io.strongroom.database.ServiceDatabase;

/**
 * The service's beginning and end: claim the data directory, have a database, run Quarkus, and stop
 * the database last.
 */
@QuarkusMain
public final class Strongroom {
  private Strongroom() {}

  /** Arguments go on to Quarkus, where a command's own class reads them. */
  public static void main(String... arguments) {
    Ending ending = new Ending();
    try {
      prepare(ending);
      Quarkus.run(null, ending::exit, arguments);
    } catch (Throwable failure) {
      // Also errors: whatever ends the service must end in a sentence and stop the database.
      ending.exit(1, failure);
    }
  }

  /** The same settings as Quarkus will see: environment, system properties, configuration files. */
  private static void prepare(Ending ending) {
    SmallRyeConfig config =
        ConfigUtils.configBuilder().withMapping(DataDirectoryConfig.class).build();
    DataDirectory directory =
        DataDirectory.claim(config.getConfigMapping(DataDirectoryConfig.class).dataDir());
    DatabaseAddress address =
        ServiceDatabase.named(config).orElseGet(() -> startEmbedded(directory, ending));
    DatabaseRules.check(address);
    ServiceDatabase.publish(address);
  }

  private static DatabaseAddress startEmbedded(DataDirectory directory, Ending ending) {
    EmbeddedPostgres postgres = new EmbeddedPostgres(directory);
    ending.afterTheService(postgres::stop);
    return postgres.start();
  }
}
