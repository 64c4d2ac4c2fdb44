package io.strongroom.service;

import io.restassured.response.Response;
import io.strongroom.sandbox.Client;
import io.strongroom.sandbox.Fault;
import io.strongroom.sandbox.MasterToken;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A user of the simulator whose master token a tenant of the vault was entrusted with. */
public final class Entrusted {
  public static final String CLIENT_SECRET = "s3cret-of-the-client-4711";

  private static final Duration GRACE = Duration.ofMinutes(5);

  private final VaultTenant tenant = Service.tenant();
  private final String uid = "user-" + UUID.randomUUID();
  private final String client = "app-" + UUID.randomUUID();
  private final MasterToken.Kind kind;
  private final String masterToken;

  private Entrusted(
      MasterToken.Kind kind, UnaryOperator<Client> treatment, Map<String, Object> settings) {
    this.kind = kind;
    Simulator.register(treatment.apply(Client.of(client, CLIENT_SECRET)));
    tenant.connect(settings(settings), client, CLIENT_SECRET, "client_secret_basic");
    this.masterToken = signIn();
    tenant.putMasterToken(uid, masterToken).then().statusCode(204);
  }

  public static Entrusted xToken() {
    return xToken(UnaryOperator.identity());
  }

  /** With a client that the provider treats so. */
  public static Entrusted xToken(UnaryOperator<Client> treatment) {
    return xToken(treatment, Map.of());
  }

  public static Entrusted xToken(Map<String, Object> settings) {
    return xToken(UnaryOperator.identity(), settings);
  }

  private static Entrusted xToken(UnaryOperator<Client> treatment, Map<String, Object> settings) {
    return new Entrusted(MasterToken.Kind.X_TOKEN, treatment, settings);
  }

  /** Whose master token is a key that is used as it is. */
  public static Entrusted apiKey(Map<String, Object> settings) {
    return new Entrusted(MasterToken.Kind.API_KEY, UnaryOperator.identity(), settings);
  }

  public static Entrusted apiKey() {
    return apiKey(Map.of());
  }

  /** At a provider that rotates without grace. */
  public static Entrusted refreshToken(Map<String, Object> settings) {
    return new Entrusted(MasterToken.Kind.REFRESH_TOKEN, UnaryOperator.identity(), settings);
  }

  /** At a provider that still takes the replaced master token for a while. */
  public static Entrusted refreshTokenWithGrace(Map<String, Object> settings) {
    Map<String, Object> graced = new HashMap<>(settings);
    graced.put("reuseGraceSeconds", GRACE.toSeconds());
    return new Entrusted(
        MasterToken.Kind.REFRESH_TOKEN, client -> client.withRotation(true, GRACE), graced);
  }

  /** At a provider that does not rotate. */
  public static Entrusted refreshTokenThatStays(Map<String, Object> settings) {
    return new Entrusted(
        MasterToken.Kind.REFRESH_TOKEN,
        client -> client.withRotation(false, Duration.ZERO),
        settings);
  }

  public static Entrusted refreshToken() {
    return refreshToken(Map.of());
  }

  public VaultTenant tenant() {
    return tenant;
  }

  public String uid() {
    return uid;
  }

  public String client() {
    return client;
  }

  public String masterToken() {
    return masterToken;
  }

  /** What the environment is; the given settings win. */
  public Map<String, Object> settings(Map<String, Object> other) {
    Map<String, Object> all = new HashMap<>();
    switch (kind) {
      case X_TOKEN -> all.put("grant", "x-token");
      case REFRESH_TOKEN -> all.put("grant", "refresh_token");
      case API_KEY -> all.put("grant", "static");
    }
    if (kind == MasterToken.Kind.API_KEY) {
      all.put("baseUrl", Simulator.baseUri());
    } else {
      all.put("tokenEndpoint", Simulator.tokenEndpoint());
    }
    all.put("defaultClientId", client);
    all.putAll(other);
    return all;
  }

  /** One more master token of the same user. */
  public String signIn() {
    return Simulator.enter(MasterToken.of(kind, uid));
  }

  /** Registers one more client of the environment, there and here, and returns its id. */
  public String anotherClient() {
    String other = "other-" + UUID.randomUUID();
    Simulator.register(Client.of(other, CLIENT_SECRET));
    tenant.putClient(other, CLIENT_SECRET, "client_secret_post").then().statusCode(201);
    return other;
  }

  public void spoil(Fault fault) {
    Simulator.spoil(uid, fault);
  }

  /** Calls that the provider has received for this user. */
  public long calls() {
    return Simulator.calls(uid).received();
  }

  public Response issue() {
    return tenant.issue(uid);
  }

  /** Issues with one more member in the body. */
  public Response issue(String member, Object value) {
    return tenant.issue(Map.of("uid", uid, member, value));
  }

  /** A good answer to an issue call. */
  public JsonObject issued() {
    return granted(issue());
  }

  public JsonObject issued(String member, Object value) {
    return granted(issue(member, value));
  }

  /** Changes the user's slots behind the service's back. */
  public void alterSlots(String assignments) {
    Service.sql(
        "UPDATE client_token SET " + assignments + " WHERE tenant_id = ? AND uid = ?",
        tenant.id(),
        uid);
  }

  public static JsonObject granted(Response answer) {
    return Json.of(answer.then().statusCode(200).extract().response());
  }
}
