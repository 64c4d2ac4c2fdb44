package io.strongroom.peer;

import io.strongroom.sandbox.MasterToken;
import java.util.Map;

/** One of the simulator's grants that keep their master token. */
record SteadySimulator(SimulatorProvider simulator, String grant, int statusOfAnEndedSession)
    implements SteadyProvider {

  @Override
  public Map<String, Object> settings() {
    return Map.of("grant", grant, "tokenEndpoint", simulator.tokenEndpoint().toString());
  }

  @Override
  public ProviderClient client() {
    return simulator.client();
  }

  @Override
  public String user() {
    return simulator.user();
  }

  @Override
  public String signIn() {
    return simulator.enter(MasterToken.Kind.X_TOKEN, client());
  }

  @Override
  public void signOut() {
    simulator.signOut();
  }

  @Override
  public void changeClientSecret() {
    simulator.changeClientSecret();
  }

  @Override
  public Introspection introspect(String accessToken) {
    return simulator.introspect(accessToken);
  }

  @Override
  public long calls() {
    return simulator.refreshCalls();
  }
}
