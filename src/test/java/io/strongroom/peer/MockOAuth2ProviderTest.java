package io.strongroom.peer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The bare mock-oauth2-server. */
class MockOAuth2ProviderTest extends RefreshProviderFacts {
  private MockOAuth2Provider provider;

  @BeforeEach
  void start() {
    provider = MockOAuth2Provider.start();
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Override
  RefreshProvider provider() {
    return provider;
  }
}
