package io.strongroom.database;

import io.strongroom.token.Clocks;
import io.strongroom.token.Ticks;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/**
 * The wall clock, for marks that people read. What decides about a token's life or a quota is
 * judged by the database's clock instead.
 */
class SystemTime {
  @Produces
  @Singleton
  InstantSource clock() {
    return InstantSource.system();
  }

  @Produces
  @Singleton
  Ticks ticks() {
    return System::nanoTime;
  }

  @Produces
  @Singleton
  Clocks clocks(Ticks ticks, InstantSource wall) {
    return new Clocks(ticks, wall);
  }
}
