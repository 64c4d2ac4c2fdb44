package io.strongroom.peer;

import org.junit.jupiter.api.AfterAll;

/** The suite with mock-oauth2-server. */
class MockOAuth2ServerIT extends ProviderSuite {
  private final MockOAuth2Provider provider = MockOAuth2Provider.start();

  @AfterAll
  void stopProvider() {
    provider.close();
  }

  @Override
  RefreshProvider provider() {
    return provider;
  }
}
