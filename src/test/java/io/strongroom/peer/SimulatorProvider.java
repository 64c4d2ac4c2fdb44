package io.strongroom.peer;

import static io.restassured.RestAssured.given;

import io.strongroom.sandbox.Client;
import io.strongroom.sandbox.Endpoint;
import io.strongroom.sandbox.Fault;
import io.strongroom.sandbox.FaultKind;
import io.strongroom.sandbox.MasterToken;
import io.strongroom.sandbox.SandboxServer;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The simulator, as a provider among others. */
final class SimulatorProvider implements RefreshProvider, AutoCloseable {
  private static final String CLIENT = "warehouse";

  private final SandboxServer sandbox = SandboxServer.start();
  private final ProviderClient stranger =
      ProviderClient.withSecret("stranger", BASIC, UUID.randomUUID().toString());
  private volatile String clientSecret = "";

  SimulatorProvider() {
    changeClientSecret();
    sandbox.provider().register(Client.of(stranger.id(), stranger.secret()));
  }

  @Override
  public Set<Ability> abilities() {
    return EnumSet.of(Ability.CHECKS_CLIENTS, Ability.ENDS_SESSION_ON_REUSE);
  }

  @Override
  public URI tokenEndpoint() {
    return URI.create(sandbox.baseUri() + "/token");
  }

  @Override
  public List<String> authMethods() {
    return List.of(BASIC, POST);
  }

  @Override
  public ProviderClient client(String authMethod) {
    return ProviderClient.withSecret(CLIENT, authMethod, clientSecret);
  }

  @Override
  public ProviderClient stranger() {
    return stranger;
  }

  @Override
  public String user() {
    return "ann";
  }

  @Override
  public String signIn(ProviderClient client) {
    return enter(MasterToken.Kind.REFRESH_TOKEN, client);
  }

  /** A master token of any kind, for one client. */
  String enter(MasterToken.Kind kind, ProviderClient client) {
    return sandbox.provider().enter(MasterToken.of(kind, user()).withClient(client.id()));
  }

  @Override
  public void signOut() {
    sandbox.provider().revokeUser(user());
  }

  @Override
  public void changeClientSecret() {
    clientSecret = UUID.randomUUID().toString();
    sandbox.provider().register(Client.of(CLIENT, clientSecret));
  }

  @Override
  public Introspection introspect(String accessToken) {
    var answer =
        given()
            .auth()
            .preemptive()
            .basic(stranger.id(), stranger.secret())
            .formParam("token", accessToken)
            .post(sandbox.baseUri() + "/introspect")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    return Introspection.of(answer, "sub");
  }

  /** Of every grant: each of the suites uses one at a time. */
  @Override
  public long refreshCalls() {
    var counted = sandbox.provider().counts().of(key -> key.endpoint() == Endpoint.TOKEN);
    return counted.granted() + counted.refused();
  }

  @Override
  public void fallSilentFor(Duration time) {
    sandbox.faults().add(Fault.of(FaultKind.SLOW).delayed(time));
    Later.in(time, sandbox.faults()::clear);
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
