package io.strongroom.service;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.sandbox.Aim;
import io.strongroom.sandbox.Client;
import io.strongroom.sandbox.Count;
import io.strongroom.sandbox.Endpoint;
import io.strongroom.sandbox.Fault;
import io.strongroom.sandbox.MasterToken;
import io.strongroom.sandbox.SandboxServer;
import java.util.List;
import java.util.Optional;

/** The provider of all component tests; each brings users and clients of its own. */
public final class Simulator {
  private static final SandboxServer SERVER = SandboxServer.start();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
  }

  private Simulator() {}

  public static String tokenEndpoint() {
    return SERVER.baseUri() + "/token";
  }

  /** Where everything else of the provider is. */
  public static String baseUri() {
    return SERVER.baseUri().toString();
  }

  /** Where a token is revoked by RFC 7009. */
  public static String revocationEndpoint() {
    return SERVER.baseUri() + "/revoke";
  }

  /** Where a token that was made for a device is revoked. */
  public static String deviceRevocationEndpoint() {
    return SERVER.baseUri() + "/revoke_token";
  }

  public static void register(Client client) {
    SERVER.provider().register(client);
  }

  /** Enters a master token and returns its value. */
  public static String enter(MasterToken token) {
    return SERVER.provider().enter(token);
  }

  /** Ends all that a user permitted. */
  public static void signOut(String uid) {
    SERVER.provider().revokeUser(uid);
  }

  /** What the token endpoint was asked for a user. */
  public static Count calls(String uid) {
    return SERVER.provider().counts().of(Endpoint.TOKEN, uid);
  }

  /** What an endpoint was asked for a user's tokens. */
  public static Count calls(Endpoint endpoint, String uid) {
    return SERVER.provider().counts().of(endpoint, uid);
  }

  /** What the token endpoint was asked by a client. */
  public static Count callsOfClient(String clientId) {
    return callsOfClient(Endpoint.TOKEN, clientId);
  }

  /** What an endpoint was asked by a client. */
  public static Count callsOfClient(Endpoint endpoint, String clientId) {
    return SERVER
        .provider()
        .counts()
        .of(key -> key.endpoint() == endpoint && key.clientId().equals(clientId));
  }

  /** Calls of whoever followed a redirection. */
  public static long followed() {
    return SERVER.provider().counts().of(Endpoint.REDIRECTED).received();
  }

  /** Gives the user's tokens only with a payment authorization from now on. */
  public static void requirePayment(String uid) {
    SERVER.provider().requirePayment(uid, Optional.empty());
  }

  /** Authorizes a payment as the user would. */
  public static void confirmPayment(String contextId) {
    assertTrue(SERVER.provider().confirmPayment(contextId));
  }

  /** Lets a fault happen to the next calls for a user. */
  public static void spoil(String uid, Fault fault) {
    spoil(Endpoint.TOKEN, uid, fault);
  }

  /** Lets a fault happen to the next calls of another endpoint for a user. */
  public static void spoil(Endpoint endpoint, String uid, Fault fault) {
    SERVER.faults().add(fault.at(Aim.at(endpoint).ofUid(uid)));
  }

  /** Lets a fault happen to the next revocations for a user, by either endpoint. */
  public static void spoilRevocations(String uid, Fault fault) {
    for (Endpoint endpoint : List.of(Endpoint.REVOKE, Endpoint.REVOKE_TOKEN)) {
      SERVER.faults().add(fault.at(Aim.at(endpoint).ofUid(uid)));
    }
  }
}
