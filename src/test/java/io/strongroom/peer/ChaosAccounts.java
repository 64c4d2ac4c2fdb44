package io.strongroom.peer;

import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.strongroom.service.VaultTenant;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;

/** The accounts of a chaos at Keycloak, each a session of its own; a lost one is repaired. */
final class ChaosAccounts {
  private static final Duration HEALS_WITHIN = Duration.ofMinutes(2);
  private static final Duration WORKS_WITHIN = Duration.ofSeconds(30);

  private final VaultTenant tenant;
  private final KeycloakRealm realm;
  private final Map<String, String> sessions = new TreeMap<>();
  private final List<Lost> lost = new CopyOnWriteArrayList<>();

  /** An account that was not authorized any more. */
  record Lost(String uid, String session, String reason) {}

  ChaosAccounts(VaultTenant tenant, KeycloakRealm realm, int count) {
    this.tenant = tenant;
    this.realm = realm;
    IntStream.range(0, count).forEach(number -> sessions.put("account-" + number, ""));
  }

  /** Connects the vault through a wire, and signs everybody in. */
  void entrust(Wire wire, Map<String, Object> settings) {
    var all = new TreeMap<>(settings);
    var path = realm.tokenEndpoint().getPath();
    all.put("grant", "refresh_token");
    all.put("tokenEndpoint", URI.create("http://127.0.0.1:" + wire.port() + path).toString());
    all.put("defaultClientId", realm.client().id());
    all.put("rotating", true);
    all.put("reuseGraceSeconds", 0);
    tenant.connect(all, realm.client().id(), realm.client().secret(), RefreshProvider.BASIC);
    sessions.keySet().forEach(this::signIn);
  }

  List<String> uids() {
    return List.copyOf(sessions.keySet());
  }

  List<Lost> lost() {
    return List.copyOf(lost);
  }

  /** Notes who is not authorized, and signs them in anew. Keycloak must be there. */
  void repair() {
    uids()
        .forEach(
            uid -> {
              var account = account(uid);
              if (account.getString("status").equals("not-authorized")) {
                lost.add(new Lost(uid, sessions.get(uid), account.getString("reason")));
                signIn(uid);
              }
            });
  }

  /** Waits until each account has an answer, and repairs those for whom it is a no. */
  void heal() {
    uids().forEach(uid -> await(uid).atMost(HEALS_WITHIN).until(() -> isDecided(uid)));
    repair();
  }

  /**
   * What keeps two rotations in a row from bringing tokens that Keycloak calls active; empty where
   * nothing does. A call that took too long, at a server that has just started, is made again.
   */
  String trouble(String uid) {
    var last = new AtomicReference<>("");
    try {
      await(uid)
          .atMost(WORKS_WITHIN)
          .pollInterval(Duration.ofSeconds(1))
          .pollDelay(Duration.ZERO)
          .until(() -> rotatesTwice(uid, last));
      return "";
    } catch (ConditionTimeoutException never) {
      return last.get();
    }
  }

  private boolean rotatesTwice(String uid, AtomicReference<String> trouble) {
    for (int rotation = 0; rotation < 2; rotation++) {
      var answer = tenant.issueNewer(uid, generation(uid));
      if (answer.statusCode() != 200) {
        trouble.set(answer.asString());
        return false;
      }
      if (!realm.introspect(answer.jsonPath().getString("token")).active()) {
        trouble.set("its token is not active");
        return false;
      }
    }
    return true;
  }

  private boolean isDecided(String uid) {
    int status = tenant.issueNewer(uid, generation(uid)).statusCode();
    return status == 200 || status == 409;
  }

  /** The newest generation that the vault has given, 0 before the first. */
  long generation(String uid) {
    var tokens = account(uid).getList("tokens.generation", Long.class);
    return tokens.isEmpty() ? 0 : tokens.get(0);
  }

  private JsonPath account(String uid) {
    return tenant.account(uid).then().statusCode(200).extract().jsonPath();
  }

  private void signIn(String uid) {
    var masterToken = realm.signIn();
    tenant.putMasterToken(uid, masterToken).then().statusCode(204);
    sessions.put(uid, Jwt.payload(masterToken).getString("sid"));
  }
}
