package io.strongroom.peer;

import java.util.Map;

/** Keycloak's standard token exchange: the user's access token is the master token. */
record KeycloakExchange(KeycloakRealm realm) implements SteadyProvider {

  @Override
  public Map<String, Object> settings() {
    return Map.of("grant", "token-exchange", "tokenEndpoint", realm.tokenEndpoint().toString());
  }

  @Override
  public ProviderClient client() {
    return realm.client();
  }

  @Override
  public String user() {
    return realm.user();
  }

  @Override
  public String signIn() {
    return realm.accessToken();
  }

  @Override
  public void signOut() {
    realm.logOut();
  }

  @Override
  public int statusOfAnEndedSession() {
    return 502;
  }

  @Override
  public void changeClientSecret() {
    realm.changeClientSecret();
  }

  @Override
  public Introspection introspect(String accessToken) {
    return realm.introspect(accessToken);
  }

  @Override
  public long calls() {
    return realm.exchangeCalls();
  }
}
