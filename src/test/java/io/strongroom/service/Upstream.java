package io.strongroom.service;

import io.strongroom.sandbox.Aim;
import io.strongroom.sandbox.Client;
import io.strongroom.sandbox.Count;
import io.strongroom.sandbox.Endpoint;
import io.strongroom.sandbox.Fault;
import io.strongroom.sandbox.FaultKind;
import io.strongroom.sandbox.MasterToken;
import io.strongroom.sandbox.SandboxServer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The simulator as the provider of a service that may be killed: what it counted lives on. */
public final class Upstream implements AutoCloseable {
  public static final String CLIENT = "warehouse";
  public static final String CLIENT_SECRET = "warehouse-client-secret";

  private final SandboxServer sandbox = SandboxServer.start();

  public Upstream() {
    sandbox.provider().register(Client.of(CLIENT, CLIENT_SECRET));
  }

  public SandboxServer sandbox() {
    return sandbox;
  }

  /** An environment at this provider; what is added wins. */
  public Map<String, Object> settings(String grant, Map<String, ?> more) {
    var settings = new HashMap<String, Object>();
    settings.put("grant", grant);
    settings.put("tokenEndpoint", sandbox.baseUri() + "/token");
    settings.put("defaultClientId", CLIENT);
    settings.putAll(more);
    return settings;
  }

  /** A new tenant whose environment is this provider. */
  public VaultTenant tenantOf(URI service, String operatorKey, String grant, Map<String, ?> more) {
    var tenant = VaultTenant.create(service, operatorKey);
    tenant.connect(settings(grant, more), CLIENT, CLIENT_SECRET, "client_secret_basic");
    return tenant;
  }

  /** Signs a user in for a grant; gives the master token. */
  public String signIn(String grant, String uid) {
    var kind = grant.equals("x-token") ? MasterToken.Kind.X_TOKEN : MasterToken.Kind.REFRESH_TOKEN;
    return sandbox.provider().enter(MasterToken.of(kind, uid));
  }

  /** Signs a user in whose refresh token stays the same. */
  public String signInForGood(String uid) {
    return sandbox
        .provider()
        .enter(
            MasterToken.of(MasterToken.Kind.REFRESH_TOKEN, uid).withRotation(false, Duration.ZERO));
  }

  /** Signs a user in whose refresh token rotates, with a grace for the one before. */
  public String signIn(String uid, Duration grace) {
    return sandbox
        .provider()
        .enter(MasterToken.of(MasterToken.Kind.REFRESH_TOKEN, uid).withRotation(true, grace));
  }

  /** The next call for a user is delayed. */
  public void delay(FaultKind kind, String uid, Duration delay) {
    sandbox
        .faults()
        .add(Fault.of(kind).delayed(delay).times(1).at(Aim.at(Endpoint.TOKEN).ofUid(uid)));
  }

  public long received(String uid) {
    return count(uid).received();
  }

  public long granted(String uid) {
    return count(uid).granted();
  }

  private Count count(String uid) {
    return sandbox.provider().counts().of(Endpoint.TOKEN, uid);
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
