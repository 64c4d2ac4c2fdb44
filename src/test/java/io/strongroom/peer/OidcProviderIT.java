package io.strongroom.peer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The suite with the npm package oidc-provider. */
@Tag("oidc-provider")
class OidcProviderIT extends ProviderSuite {
  private OidcProviderServer server;
  private OidcProvider provider;

  @BeforeAll
  void startProvider() {
    server = OidcProviderServer.start();
    provider = new OidcProvider(server);
  }

  @AfterAll
  void stopProvider() {
    server.close();
  }

  @Override
  RefreshProvider provider() {
    return provider;
  }
}
