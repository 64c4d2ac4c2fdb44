package io.strongroom.revocation;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.strongroom.database.ServiceProcess;
import io.strongroom.revocation.DataSet.Held;
import io.strongroom.sandbox.Aim;
import io.strongroom.sandbox.Client;
import io.strongroom.sandbox.Count;
import io.strongroom.sandbox.Endpoint;
import io.strongroom.sandbox.Fault;
import io.strongroom.service.ServiceSettings;
import io.strongroom.service.TestKeys;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every dimension over the tokens of ten tenants: what is counted is what is revoked, in no other
 * tenant, and the reports say what the provider saw. One tenant has half of the tokens; the service
 * is killed while those end.
 */
@Tag("faults")
class RevocationDataSetIT {
  private static final Logger LOG = Logger.getLogger(RevocationDataSetIT.class);
  private static final int TOKENS = Integer.getInteger("faults.dataset.tokens", 3_000);
  private static final int TENANTS = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  /** Calls that may have been under way at a kill, and are made again. */
  private static final int UNDER_WAY = 64;

  private static final List<Question> QUESTIONS =
      List.of(
          new Question(Map.of("environment", DataSet.REVOCABLE), it -> isRevocable(it)),
          new Question(Map.of("uid", "user-1"), it -> it.uid().equals("user-1")),
          new Question(Map.of("clientId", "web-2"), it -> it.client().equals("web-2")),
          new Question(
              Map.of("token", "token-of-user-1-web-3-" + DataSet.REVOCABLE),
              it -> isRevocable(it) && it.uid().equals("user-1") && it.client().equals("web-3")),
          new Question(Map.of("keyId", "firstkey"), it -> it.key().equals("firstkey")),
          new Question(Map.of("issuedBefore", DataSet.YOUNG.toString()), Held::old),
          new Question(Map.of("issuedAfter", DataSet.YOUNG.toString()), it -> !it.old()),
          new Question(
              Map.of(
                  "environment",
                  DataSet.REVOCABLE,
                  "keyId",
                  "secondkey",
                  "issuedAfter",
                  DataSet.YOUNG.toString()),
              it -> isRevocable(it) && it.key().equals("secondkey") && !it.old()));

  /** The tenant that has half of all tokens, all of which are asked for. */
  private static final int LARGE = QUESTIONS.size();

  private static final Map<String, Object> ALL = Map.of("allOfTenant", true);

  /** What is asked, and what it is to match. */
  private record Question(Map<String, Object> body, Predicate<Held> matches) {}

  /** What of a data set an upstream is to be asked, and what is to come of it. */
  private record Expected(long matched, long revoked, long notSupported, long failed, long asked) {
    static Expected of(DataSet set, Predicate<Held> matches) {
      List<Held> all = set.held().stream().filter(matches).toList();
      long failed = all.stream().filter(it -> isOf("app", it)).count();
      long refusedKind = all.stream().filter(it -> isOf("tv", it)).count();
      long silent = all.stream().filter(it -> !isRevocable(it)).count();
      return new Expected(
          all.size(),
          all.size() - failed - refusedKind - silent,
          refusedKind + silent,
          failed,
          all.size() - silent);
    }

    private static boolean isOf(String client, Held token) {
      return isRevocable(token) && token.client().startsWith(client);
    }
  }

  private final String operatorKey = TestKeys.random();
  private final Upstream upstream = new Upstream();
  private final List<DataSet> sets = new ArrayList<>();
  private final List<Long> left = new ArrayList<>();
  private ServiceProcess service;
  private Instant killedAt;

  @AfterEach
  void stop() {
    service.close();
    upstream.close();
  }

  @Test
  void whatIsCountedIsRevokedHereAndAskedOfTheProvider(@TempDir Path folder) throws Exception {
    start(folder);
    Instant begin = Instant.now();
    for (int i = 0; i < TENANTS; i++) {
      settle(i);
    }
    LOG.infof("%d tokens of %d tenants planted in %s", TOKENS, TENANTS, since(begin));

    String interrupted = askAndKill(folder);
    for (int i = 0; i < QUESTIONS.size(); i++) {
      ask(i, QUESTIONS.get(i));
    }
    assertEnded(interrupted);
  }

  private static boolean isRevocable(Held token) {
    return token.environment().equals(DataSet.REVOCABLE);
  }

  private void ask(int number, Question question) throws Exception {
    Revoking revoking = revoking(number);
    Expected expected = Expected.of(sets.get(number), question.matches());
    assertEquals(expected.matched(), dryRun(revoking, question.body()), question.toString());
    assertUntouched();
    Instant begin = Instant.now();

    JsonPath asked = revoking.asked(question.body()).jsonPath();

    JsonPath report = ended(number, asked.getString("revocationId"));
    LOG.infof("%s: %d ended in %s", question.body().keySet(), expected.matched(), since(begin));
    left.set(number, left.get(number) - expected.matched());
    assertUntouched();
    assertReport(expected, report);
    assertEquals(expected.asked(), seen(number).stream().mapToLong(Count::received).sum());
    assertEquals(expected.revoked(), seen(number).stream().mapToLong(Count::granted).sum());
  }

  /** What is left goes on in the next life, while the other tenants' are asked for. */
  private String askAndKill(Path folder) throws Exception {
    Expected expected = Expected.of(sets.get(LARGE), it -> true);
    assertEquals(expected.matched(), dryRun(revoking(LARGE), ALL));
    killedAt = Instant.now();

    Response asked = revoking(LARGE).asked(ALL);
    service.kill9();

    String id = asked.then().statusCode(202).extract().path("revocationId");
    int living = sets.get(LARGE).living(service);
    assertTrue(living > 0, "the kill fell in the middle");
    LOG.infof("all of %d: killed with %d left", expected.matched(), living);
    start(folder);
    return id;
  }

  private void assertEnded(String id) throws Exception {
    Expected expected = Expected.of(sets.get(LARGE), it -> true);
    JsonPath report = ended(LARGE, id);
    LOG.infof("all of %d ended in %s", expected.matched(), since(killedAt));
    assertUntouched();
    assertEquals(0, sets.get(LARGE).living(service));
    assertReport(expected, report);
    long asks = seen(LARGE).stream().mapToLong(Count::received).sum();
    assertTrue(
        asks >= expected.asked() && asks <= expected.asked() + UNDER_WAY,
        "of " + expected.asked() + " asked: " + asks);
  }

  /** Every other tenant has what nobody has asked to be revoked, and nothing else. */
  private void assertUntouched() throws Exception {
    for (int i = 0; i < TENANTS; i++) {
      if (i != LARGE) {
        assertEquals(left.get(i), sets.get(i).living(service), "of tenant " + i);
      }
    }
  }

  private static void assertReport(Expected expected, JsonPath report) {
    assertEquals(expected.matched(), report.getLong("matched"));
    assertEquals(expected.matched(), report.getLong("revoked"));
    assertEquals(expected.revoked(), report.getLong("upstream.revoked"));
    assertEquals(expected.notSupported(), report.getLong("upstream.notSupported"));
    assertEquals(expected.failed(), report.getLong("upstream.failed"));
  }

  private static long dryRun(Revoking revoking, Map<String, Object> body) {
    Map<String, Object> dry = new HashMap<>(body);
    dry.put("dryRun", true);
    return revoking.done(dry).getLong("matched");
  }

  private JsonPath ended(int number, String id) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> revoking(number).report(id),
            answer ->
                answer.statusCode() == 200 && answer.jsonPath().getLong("upstream.pending") == 0)
        .jsonPath();
  }

  private Revoking revoking(int number) {
    return Revoking.of(sets.get(number).tenant().at(service.baseUri()));
  }

  private List<Count> seen(int number) {
    return clients(number).stream()
        .map(
            client ->
                upstream
                    .sandbox()
                    .provider()
                    .counts()
                    .of(
                        call ->
                            call.endpoint() == Endpoint.REVOKE && call.clientId().equals(client)))
        .toList();
  }

  /**
   * Two clients whose tokens end, one that is refused, and one for whose tokens there is no way.
   */
  private static List<String> clients(int number) {
    return List.of("web-" + number, "api-" + number, "app-" + number, "tv-" + number);
  }

  private void start(Path folder) {
    service = ServiceProcess.start(folder.resolve("data"), ServiceSettings.of(operatorKey));
  }

  private void settle(int number) throws Exception {
    VaultTenant tenant = VaultTenant.create(service.baseUri(), operatorKey);
    for (String environment : List.of(DataSet.REVOCABLE, DataSet.SILENT)) {
      connect(tenant, environment);
    }
    for (String client : clients(number)) {
      upstream.sandbox().provider().register(Client.of(client, Upstream.CLIENT_SECRET));
      tenant
          .putClient(client, Upstream.CLIENT_SECRET, "client_secret_basic")
          .then()
          .statusCode(201);
    }
    refuse("app-" + number, "invalid_request");
    refuse("tv-" + number, "unsupported_token_type");
    int half = TOKENS / 2;
    int many = number == LARGE ? half : half / (TENANTS - 1);
    sets.add(DataSet.plant(service, tenant, clients(number), many));
    left.add((long) many);
  }

  private void connect(VaultTenant tenant, String environment) {
    Map<String, Object> settings =
        upstream.settings(
            "x-token",
            environment.equals(DataSet.REVOCABLE)
                ? Map.of("revocationEndpoint", upstream.sandbox().baseUri() + "/revoke")
                : Map.of());
    tenant
        .asOperator()
        .body(settings)
        .put(tenant.path("/environments/" + environment))
        .then()
        .statusCode(201);
  }

  private void refuse(String client, String error) {
    upstream
        .sandbox()
        .faults()
        .add(Fault.error(400, error).at(Aim.at(Endpoint.REVOKE).ofClient(client)));
  }

  private static Duration since(Instant begin) {
    return Duration.between(begin, Instant.now());
  }
}
