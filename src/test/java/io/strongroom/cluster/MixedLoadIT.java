package io.strongroom.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.restassured.response.Response;
import io.strongroom.database.ExternalPostgres;
import io.strongroom.history.History;
import io.strongroom.history.HistoryRules;
import io.strongroom.history.LimitRules;
import io.strongroom.history.Seen;
import io.strongroom.history.Times;
import io.strongroom.sandbox.Client;
import io.strongroom.sandbox.ExpiresInForm;
import io.strongroom.service.Callers;
import io.strongroom.service.Callers.Answer;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Three instances under load while instances are killed and stopped, connections are cut and
 * swallowed, PostgreSQL is restarted, and in the middle of it the database's hour turns. {@code
 * -Dcluster.seconds} is how long each takes, {@code -Dcluster.seed} what happens.
 */
@Tag("faults")
class MixedLoadIT {
  private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("cluster.seconds", 20));
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(3);
  private static final long SEED = Long.getLong("cluster.seed", System.nanoTime());

  /** Which of them, {@code .*} for all; the short form takes turns. */
  private static final String WAYS =
      System.getProperty(
          "cluster.ways", List.of("onon", "onoff", "offon").get((int) Math.floorMod(SEED, 3)));

  private static final int ACCOUNTS = 12;
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(8);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Map<String, ?> SHORT_CALLS = Map.of("timeoutMillis", 2_500);

  /** Calls an hour of one key each: counted call by call, and in blocks. */
  private static final List<Long> LIMITS = List.of(100L, 2_000L);

  /** Of a claim: the call's time and half of it. */
  private static final Duration LEASE = Duration.ofMillis(4_500);

  private final Upstream upstream = new Upstream();
  private final History history = new History();
  private final Overlaps overlaps = new Overlaps();

  @AfterEach
  void closeUpstream() {
    upstream.close();
  }

  @ParameterizedTest
  @CsvSource({"on, on", "on, off", "off, on"})
  void nobodySeesWhatIsOver(String memory, String hint, @TempDir Path folder) {
    assumeTrue((memory + hint).matches(WAYS));
    Map<String, String> settings = Map.of("STRONGROOM_MEMORY", memory, "STRONGROOM_NOTIFY", hint);
    upstream
        .sandbox()
        .provider()
        .register(
            Client.of(Upstream.CLIENT, Upstream.CLIENT_SECRET)
                .withAccessTokens(TOKEN_LIFE, ExpiresInForm.NUMBER, false));
    System.out.printf("memory %s, hint %s, -Dcluster.seed=%d%n", memory, hint, SEED);
    ExternalPostgres postgres = ExternalPostgres.withAClockOfItsOwn();
    try (Cluster cluster = Cluster.start(Cluster.INSTANCES, postgres, folder, settings)) {
      Map<VaultTenant, List<String>> uids = new LinkedHashMap<>();
      uids.put(steady(cluster), uids("steady"));
      uids.put(rotating(cluster), uids("rotating"));
      uids.forEach((tenant, its) -> its.forEach(uid -> entrust(tenant, uid)));
      VaultTenant limited = steady(cluster);
      entrust(limited, "steady-limited");
      List<String> keys = LIMITS.stream().map(limit -> limitedKey(limited, limit)).toList();
      Troubles troubles = new Troubles(cluster, new Random(SEED));
      postgres.turnTheHourIn(LENGTH.dividedBy(2));
      try (var callers = new MixedCallers(cluster, history, uids, new Random(SEED));
          var few = limitedCallers(cluster, keys.get(0));
          var many = limitedCallers(cluster, keys.get(1))) {
        await().until(() -> few.granted() > 0 && many.granted() > 0);
        makeTrouble(troubles, () -> issued() > LENGTH.toSeconds() && bothHours(few, many));
        callers.close();
        tell(troubles, callers);
        assertLimited(LIMITS.get(0), few, troubles, postgres);
        assertLimited(LIMITS.get(1), many, troubles, postgres);
      }
      List<String> wrong = HistoryRules.violations(history.seen());
      assertEquals(List.of(), wrong, () -> "see " + storyOf(wrong, troubles));
      overlaps.readOn(upstream.sandbox().provider());
      assertEquals(List.of(), overlaps.violations(troubles.all(), LEASE));
      uids.forEach((tenant, its) -> its.forEach(uid -> assertServed(cluster, tenant, uid)));
    }
  }

  /** For its length at least, and on a slow machine until enough was served to judge it by. */
  private void makeTrouble(Troubles troubles, BooleanSupplier enough) {
    Instant end = Instant.now().plus(LENGTH);
    Instant latest = end.plus(LONGEST_DELAY);
    while (Instant.now().isBefore(enough.getAsBoolean() ? end : latest)) {
      troubles.until(Instant.now().plusSeconds(10));
      overlaps.readOn(upstream.sandbox().provider());
    }
  }

  private long issued() {
    return history.seen().stream().filter(Seen.Issued.class::isInstance).count();
  }

  /** Whether calls were granted before and after the turn. */
  private static boolean bothHours(LimitedCallers... limited) {
    return Stream.of(limited).allMatch(it -> LimitRules.granted(it.calls()).size() > 1);
  }

  /** What the accounts concerned have seen, and what happened meanwhile: no run is repeated. */
  private Path storyOf(List<String> wrong, Troubles troubles) {
    try {
      Stream<String> seen =
          history.seen().stream()
              .filter(one -> wrong.stream().anyMatch(it -> it.startsWith(one.uid() + ":")))
              .sorted(Comparator.comparingLong(Seen::askedAt))
              .map(
                  one ->
                      History.at(one.askedAt())
                          + " to "
                          + History.at(one.answeredAt())
                          + " "
                          + one);
      return Files.write(
          Path.of("target", "mixed-load-" + SEED + ".txt"),
          Stream.concat(troubles.story().stream(), seen).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private VaultTenant steady(Cluster cluster) {
    return upstream.tenantOf(cluster.uri(0), cluster.operatorKey(), "x-token", SHORT_CALLS);
  }

  private VaultTenant rotating(Cluster cluster) {
    return upstream.tenantOf(
        cluster.uri(0),
        cluster.operatorKey(),
        "refresh_token",
        Map.of("rotating", true, "reuseGraceSeconds", GRACE.toSeconds()));
  }

  private static String limitedKey(VaultTenant tenant, long limit) {
    Response key = tenant.created(limit + " an hour", "TOKEN_ISSUE");
    tenant
        .asOperator()
        .body(Map.of("limit", limit, "keyId", key.<String>path("keyId")))
        .put(tenant.path("/quotas/issue"))
        .then()
        .statusCode(200);
    return key.path("apiKey");
  }

  private static LimitedCallers limitedCallers(Cluster cluster, String key) {
    return new LimitedCallers(
            cluster,
            1,
            cluster.postgres().clock(),
            instance -> new Callers(instance, key).issueInFull("steady-limited"))
        .askWithoutEnd();
  }

  /** Each trouble may cost calls that were counted; none may grant one too many. */
  private static void assertLimited(
      long limit, LimitedCallers callers, Troubles troubles, ExternalPostgres postgres) {
    callers.close();
    List<Times> losses = new ArrayList<>(callers.unanswered());
    troubles.all().forEach(it -> losses.add(it.ahead(postgres.ahead())));
    System.out.printf(
        "limit %d: granted %s, of which used up %s; unanswered %d%n",
        limit,
        LimitRules.granted(callers.calls()),
        LimitRules.usedUp(callers.calls()),
        callers.unanswered().size());
    assertEquals(List.of(), LimitRules.violations(callers.calls(), limit, losses));
    assertTrue(bothHours(callers), "no call was granted before or after the hour's turn");
  }

  private static List<String> uids(String kind) {
    return IntStream.range(0, ACCOUNTS).mapToObj(i -> kind + "-" + i).toList();
  }

  private void entrust(VaultTenant tenant, String uid) {
    String token =
        uid.startsWith("steady") ? upstream.signIn("x-token", uid) : upstream.signIn(uid, GRACE);
    tenant.putMasterToken(uid, token).then().statusCode(204);
  }

  private void tell(Troubles troubles, MixedCallers callers) {
    Map<String, Long> kinds =
        history.seen().stream()
            .collect(
                Collectors.groupingBy(
                    seen ->
                        seen instanceof Seen.Refused refused
                            ? refused.code()
                            : seen.getClass().getSimpleName(),
                    Collectors.counting()));
    System.out.printf(
        "%s, %d broken off; upstream calls: %d; troubles: %s%n",
        kinds, callers.brokenOff(), overlaps.calls(), troubles);
    assertTrue(issued() > LENGTH.toSeconds(), "hardly anything was issued");
  }

  private static void assertServed(Cluster cluster, VaultTenant tenant, String uid) {
    for (int instance = 0; instance < Cluster.INSTANCES; instance++) {
      Callers callers = new Callers(cluster.uri(instance), tenant.apiKey());
      Answer answer =
          await()
              .atMost(Duration.ofSeconds(60))
              .until(
                  () -> callers.issue(uid).join(), it -> it.status() == 200 || it.status() == 409);
      assertEquals(200, answer.status(), answer::toString);
    }
  }
}
