package io.strongroom.inspect;

import static io.strongroom.inspect.AuthToken.error;
import static io.strongroom.inspect.AuthToken.header;
import static io.strongroom.service.Hour.withinAnHour;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.service.Crowd;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A hundred calls an hour for each tenant, and not one more. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class AuthTokenLimitTest {
  private static final int LIMIT = 100;
  private static final int CALLERS = 64;
  private static final int CALLS = 10;

  @Test
  void limitIsExactUnderConcurrentCallers() {
    String key = Service.tenant().newKey("k", "PRICING");

    List<HttpResponse<String>> answers =
        Crowd.of(CALLERS).each(() -> callsInTurn(key)).stream().flatMap(List::stream).toList();

    assertEquals(CALLERS * CALLS, answers.size());
    Map<String, List<HttpResponse<String>>> byHour =
        answers.stream().collect(groupingBy(it -> header(it, AuthToken.UNTIL)));
    assertTrue(byHour.size() <= 2, "an hour may turn once: " + byHour.keySet());
    byHour.values().forEach(AuthTokenLimitTest::assertExact);
    if (byHour.size() == 1) {
      assertEquals(LIMIT, ofStatus(answers, 200).size());
      assertEquals(CALLERS * CALLS - LIMIT, ofStatus(answers, 420).size());
    }
  }

  @Test
  void refusalNamesTheTenantAndHasAReasonPhrase() {
    withinAnHour(
        () -> {
          VaultTenant tenant = Service.tenant();
          limit(tenant, null, 1);
          String key = tenant.newKey("k", "PRICING");
          AuthToken.call(key);

          HttpResponse<String> refused = AuthToken.call(key);

          assertEquals(420, refused.statusCode());
          assertEquals(
              error(
                  "METHOD_FAILURE",
                  "Hit rate limit of 1 requests per 1 hour for resource auth/token for tenant "
                      + tenant.name()),
              refused.body());
          assertEquals("1", header(refused, AuthToken.LIMIT));
          assertEquals("0", header(refused, AuthToken.REMAINING));
          assertEquals(
              "HTTP/1.1 420 Method Failure", tenant.with(key).post("/v2/auth/token").statusLine());
        });
  }

  @Test
  void headersTellTheLimitAndTheEndOfTheClockHour() {
    withinAnHour(
        () -> {
          VaultTenant tenant = Service.tenant();
          HttpResponse<String> first = AuthToken.call(tenant.newKey("a", "PRICING"));
          HttpResponse<String> second = AuthToken.call(tenant.newKey("b", "PRICING"));

          assertEquals("100", header(first, AuthToken.LIMIT));
          assertEquals("99", header(first, AuthToken.REMAINING));
          assertEquals("98", header(second, AuthToken.REMAINING), "all keys share the limit");
          String until = header(first, AuthToken.UNTIL);
          assertTrue(
              until.matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:00:00 GMT"), until);
          Instant end =
              ZonedDateTime.parse(until, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
          assertTrue(Duration.between(Instant.now(), end).toMinutes() < 60);
        });
  }

  @Test
  void neighboursDoNotShareALimit() {
    withinAnHour(
        () -> {
          VaultTenant tenant = Service.tenant();
          limit(tenant, null, 0);

          assertEquals(420, AuthToken.call(tenant.apiKey()).statusCode());
          assertEquals(200, AuthToken.call(Service.tenant().apiKey()).statusCode());
        });
  }

  @Test
  void callThatItsKeyMayNotMakeDoesNotCostTheTenant() {
    withinAnHour(
        () -> {
          VaultTenant tenant = Service.tenant();
          limit(tenant, null, 3);
          Response held = tenant.created("held", "PRICING");
          limit(tenant, held.path("keyId"), 1);
          String free = tenant.newKey("free", "PRICING");

          assertEquals(List.of(200, 420, 420), statuses(held.path("apiKey"), 3));
          assertEquals(List.of(200, 200, 420), statuses(free, 3));
        });
  }

  @Test
  void callThatItsTenantMayNotMakeDoesNotCostTheKey() {
    withinAnHour(
        () -> {
          VaultTenant tenant = Service.tenant();
          limit(tenant, null, 1);
          Response held = tenant.created("held", "PRICING");
          limit(tenant, held.path("keyId"), 2);

          assertEquals(List.of(200, 420, 420), statuses(held.path("apiKey"), 3));
          limit(tenant, null, 10);
          assertEquals(List.of(200, 420), statuses(held.path("apiKey"), 2));
        });
  }

  @Test
  void headersTellTheTighterOfTheTwoLimits() {
    withinAnHour(
        () -> {
          VaultTenant tenant = Service.tenant();
          Response held = tenant.created("held", "PRICING");
          limit(tenant, held.path("keyId"), 7);

          HttpResponse<String> answer = AuthToken.call(held.path("apiKey"));

          assertEquals("7", header(answer, AuthToken.LIMIT));
          assertEquals("6", header(answer, AuthToken.REMAINING));
        });
  }

  @Test
  void removedLimitIsTheDefaultAgain() {
    withinAnHour(
        () -> {
          VaultTenant tenant = Service.tenant();
          limit(tenant, null, 0);
          assertEquals(420, AuthToken.call(tenant.apiKey()).statusCode());

          limit(tenant, null, null);

          assertEquals("100", header(AuthToken.call(tenant.apiKey()), AuthToken.LIMIT));
        });
  }

  private static List<HttpResponse<String>> callsInTurn(String key) {
    List<HttpResponse<String>> answers = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      answers.add(AuthToken.call(key));
    }
    return answers;
  }

  private static void assertExact(List<HttpResponse<String>> ofOneHour) {
    List<HttpResponse<String>> good = ofStatus(ofOneHour, 200);
    List<HttpResponse<String>> refused = ofStatus(ofOneHour, 420);
    int admitted = Math.min(LIMIT, ofOneHour.size());
    assertEquals(admitted, good.size());
    assertEquals(ofOneHour.size() - admitted, refused.size());
    assertEquals(
        IntStream.range(LIMIT - admitted, LIMIT).boxed().collect(Collectors.toSet()),
        good.stream().map(it -> Integer.valueOf(header(it, AuthToken.REMAINING))).collect(toSet()));
    assertTrue(refused.stream().allMatch(it -> header(it, AuthToken.REMAINING).equals("0")));
  }

  private static List<HttpResponse<String>> ofStatus(
      List<HttpResponse<String>> answers, int status) {
    return answers.stream().filter(it -> it.statusCode() == status).toList();
  }

  private static List<Integer> statuses(String key, int calls) {
    return IntStream.range(0, calls).mapToObj(i -> AuthToken.call(key).statusCode()).toList();
  }

  private static void limit(VaultTenant tenant, String keyId, Integer limit) {
    Map<String, Object> body = new HashMap<>();
    body.put("limit", limit);
    if (keyId != null) {
      body.put("keyId", keyId);
    }
    tenant.asOperator().body(body).put(tenant.path("/quotas/auth-token")).then().statusCode(200);
  }
}
