package io.strongroom;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.strongroom.database.DataDirectory;
import io.strongroom.database.DatabaseAddress;
import io.strongroom.database.DatabaseConfig;
import io.strongroom.database.DatabaseRules;
import io.strongroom.database.EmbeddedPostgres;
import io.strongroom.database.StartRefused;
import io.strongroom.sandbox.Demo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The service's beginning and end: claim the data directory, have a database, run Quarkus, and stop
 * the database last.
 */
@QuarkusMain
public final class Strongroom {
  Strongroom() {}

  /** Without a command the service runs; {@code demo} is the only command there is. */
  public static void main(String... arguments) {
    Ending ending = Ending.begin();
    try {
      Class<? extends QuarkusApplication> command = command(List.of(arguments));
      prepare(ending);
      Quarkus.run(command, ending::exit, arguments);
    } catch (Throwable failure) {
      // Also errors: whatever ends the service must end in a sentence and stop the database.
      ending.exit(1, failure);
    }
  }

  private static @Nullable Class<? extends QuarkusApplication> command(List<String> arguments) {
    if (arguments.isEmpty()) {
      return null;
    }
    if (!arguments.equals(List.of(Demo.COMMAND))) {
      throw new StartRefused("There is no such command; the only one is demo.");
    }
    Demo.configure();
    return Demo.class;
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
