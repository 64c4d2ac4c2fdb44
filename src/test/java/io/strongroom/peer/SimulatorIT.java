package io.strongroom.peer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

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

  /** The grant {@code x-token}. */
  @Nested
  class XToken extends SteadyGrantSuite {
    @Override
    SteadyProvider provider() {
      return new SteadySimulator(SimulatorIT.this.provider, "x-token", 409);
    }
  }

  /** RFC 8693, where a bad subject token is {@code invalid_request}. */
  @Nested
  class TokenExchange extends SteadyGrantSuite {
    @Override
    SteadyProvider provider() {
      return new SteadySimulator(SimulatorIT.this.provider, "token-exchange", 502);
    }
  }
}
