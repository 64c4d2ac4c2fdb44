package io.strongroom.seal;

import io.quarkus.runtime.Startup;
import io.strongroom.database.DataDirectory;
import io.strongroom.database.StartRefused;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import javax.sql.DataSource;

/** Opens the key-encryption key at start, before anything can ask for a secret. */
@Singleton
class SealingProducer {
  private static final String FILE = "file:";

  private final SealConfig config;
  private final DataDirectory directory;
  private final DataSource database;

  SealingProducer(SealConfig config, DataDirectory directory, DataSource database) {
    this.config = config;
    this.directory = directory;
    this.database = database;
  }

  @Produces
  @Singleton
  @Startup
  Sealing sealing() {
    KeyCheck.Bound bound = new KeyCheck(database).bind(key());
    new KeyRegister(database).complete(bound);
    return new Sealing(bound);
  }

  @Produces
  @Singleton
  Keks keks(Sealing sealing) {
    return new Keks(key(), sealing);
  }

  private KeyEncryptionKey key() {
    String setting = config.kek().orElse(FILE + directory.file("kek.json"));
    if (!setting.startsWith(FILE)) {
      throw new StartRefused("STRONGROOM_KEK must be file:<path>");
    }
    return new FileKey(Path.of(setting.substring(FILE.length())));
  }
}
