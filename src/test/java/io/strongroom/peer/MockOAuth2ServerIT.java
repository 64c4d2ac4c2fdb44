package io.strongroom.peer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The story with mock-oauth2-server. */
class MockOAuth2ServerIT extends RefreshStory {
  private MockOAuth2Provider provider;

  @BeforeAll
  void startProvider() {
    provider = MockOAuth2Provider.start();
  }

  @AfterAll
  void stopProvider() {
    provider.close();
  }

  @Override
  RefreshProvider provider() {
    return provider;
  }
}
