package io.strongroom.peer;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The story with Keycloak, where one reuse of a rotated offline token ends the session. */
@Tag("keycloak")
class KeycloakIT extends RefreshStory {
  private KeycloakServer server;
  private KeycloakRealm realm;

  @BeforeAll
  void startProvider() {
    server = KeycloakServer.start();
    realm = server.admin().createRealm("vault", Duration.ofMinutes(2));
  }

  @AfterAll
  void stopProvider() {
    server.close();
  }

  @Override
  RefreshProvider provider() {
    return realm;
  }
}
