package io.strongroom.peer;

import org.junit.jupiter.api.AfterAll;

/** The suite with the simulator. */
class SimulatorIT extends ProviderSuite {
  private final SimulatorProvider provider = new SimulatorProvider();

  @AfterAll
  void stopProvider() {
    provider.close();
  }

  @Override
  RefreshProvider provider() {
    return provider;
  }
}
