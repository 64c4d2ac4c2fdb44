package io.strongroom.service;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.sandbox.Aim;
import io.strongroom.sandbox.Client;
import io.strongroom.sandbox.Count;
import io.strongroom.sandbox.Endpoint;
import io.strongroom.sandbox.Fault;
import io.strongroom.sandbox.MasterToken;
import io.strongroom.sandbox.SandboxServer;
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

  /** What another endpoint was asked for a user. */
  public static Count calls(Endpoint endpoint, String uid) {
    return SERVER.provider().counts().of(endpoint, uid);
  }

  /** What the token endpoint was asked by a client. */
  public static Count callsOfClient(String clientId) {
    return SERVER
        .provider()
        .counts()
        .of(key -> key.endpoint() == Endpoint.TOKEN && key.clientId().equals(clientId));
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
}
