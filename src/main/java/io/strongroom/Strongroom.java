package io.strongroom;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.strongroom.database.DataDirectory;
import io.strongroom.database.DatabaseAddress;
import io.strongroom.database.DatabaseConfig;
import io.strongroom.database.DatabaseRules;
import io.strongroom.database.EmbeddedPostgres;

/**
 * The service's beginning and end: claim the data directory, have a database, run Quarkus, and stop
 * the database last.
 */
@QuarkusMain
public final class Strongroom {
  Strongroom() {}

  /** Arguments go on to Quarkus, where a command's own class reads them. */
  public static void main(String... arguments) {
    Ending ending = Ending.begin();
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
    DatabaseConfig config =
        ConfigUtils.configBuilder()
            .withMapping(DatabaseConfig.class)
            .withValidateUnknown(false)
            .build()
            .getConfigMapping(DatabaseConfig.class);
    DataDirectory directory = DataDirectory.claim(config.dataDir());
    DatabaseAddress address =
        config.database().address().orElseGet(() -> startEmbedded(directory, ending));
    DatabaseRules.check(address);
    address.publish();
  }

  private static DatabaseAddress startEmbedded(DataDirectory directory, Ending ending) {
    EmbeddedPostgres postgres = new EmbeddedPostgres(directory);
    ending.afterTheService(postgres::stop);
    return postgres.start();
  }
}
