package io.strongroom.admin;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.strongroom.database.Walk;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Client tokens are listed by what may be said of them, and found by it. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class TokensTest {
  private static final Instant NOON = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private static final Instant EARLY = NOON.minus(2, ChronoUnit.HOURS);
  private static final Instant LATE = NOON.plus(2, ChronoUnit.HOURS);

  /** What was planted, as the naive twin of the list knows it. */
  private record Planted(
      String environment, String uid, String client, String key, Instant issued, Instant expires) {
    String name() {
      return environment + " " + uid + " " + client;
    }
  }

  /** A filter as it is asked for, and what it means. */
  private record Filter(String member, String value, Predicate<Planted> wants) {}

  private static final List<Filter> FILTERS =
      List.of(
          new Filter("environment", "testing", it -> it.environment().equals("testing")),
          new Filter("uidPrefix", "al", it -> it.uid().startsWith("al")),
          new Filter("clientId", "web", it -> it.client().equals("web")),
          new Filter("keyId", "firstkey", it -> it.key().equals("firstkey")),
          new Filter("expiringBefore", NOON.toString(), it -> it.expires().isBefore(NOON)),
          new Filter("issuedBefore", NOON.toString(), it -> it.issued().isBefore(NOON)),
          new Filter("issuedAfter", EARLY.toString(), it -> !it.issued().isBefore(EARLY)));

  private final VaultTenant tenant = Service.tenant();
  private final String path = tenant.path("/tokens");

  @ParameterizedTest
  @CsvSource({
    "environment,Production",
    "uidPrefix,a/b",
    "clientId,a?b",
    "keyId,short",
    "expiringBefore,yesterday",
    "issuedBefore,2030-01-31",
    "issuedAfter,1700000000",
    "cursor,production/u",
    "cursor,a b",
    "limit,0",
    "limit,1001"
  })
  void badFilterIsRefusedWithItsName(String member, String value) {
    tenant
        .asOperator()
        .queryParam(member, value)
        .get(path)
        .then()
        .statusCode(400)
        .body("member", equalTo(member));
  }

  @Test
  void timesThatExcludeEachOtherAreRefused() {
    tenant
        .asOperator()
        .queryParam("issuedAfter", NOON.toString())
        .queryParam("issuedBefore", NOON.toString())
        .get(path)
        .then()
        .statusCode(400)
        .body("member", equalTo("issuedAfter"));
  }

  @Test
  void cursorOfAnotherEnvironmentIsRefused() {
    tenant
        .asOperator()
        .queryParam("environment", "testing")
        .queryParam("cursor", "production/u/c")
        .get(path)
        .then()
        .statusCode(400)
        .body("member", equalTo("cursor"));
  }

  @Test
  void tokenTellsWhatItIsAndNotItsValue() {
    Entrusted user = Entrusted.xToken();
    JsonObject issued = user.issued();

    var answer = user.tenant().asOperator().get(user.tenant().path("/tokens"));

    answer
        .then()
        .statusCode(200)
        .body(not(containsString(issued.getString("token"))))
        .body("items.size()", equalTo(1))
        .body("nextCursor", nullValue());
    Map<String, Object> token = answer.jsonPath().getMap("items[0]");
    assertEquals(
        Set.of(
            "environment",
            "uid",
            "clientId",
            "generation",
            "scopes",
            "issuedAt",
            "expiresAt",
            "status",
            "keyId"),
        token.keySet());
    assertEquals(user.uid(), token.get("uid"));
    assertEquals(issued.getString("expiresAt"), token.get("expiresAt"));
    assertEquals("active", token.get("status"));
  }

  @Test
  void slotThatHoldsNothingIsNotListedAndExpiredTokensSaySo() {
    Entrusted user = Entrusted.xToken();
    String list = user.tenant().path("/tokens");
    user.tenant().drop(user.issued().getString("token"));
    user.tenant().asOperator().get(list).then().body("items.size()", equalTo(0));

    user.issued();
    user.alterSlots("expires_at = now() - interval '1 second'");

    user.tenant().asOperator().get(list).then().body("items[0].status", equalTo("expired"));
  }

  @Test
  void everyTwoFiltersFindWhatTheNaiveTwinFinds() {
    List<Planted> planted = plant();
    for (Filter one : FILTERS) {
      for (Filter other : FILTERS) {
        RequestSpecification as = tenant.asOperator().queryParam(one.member(), one.value());
        if (!one.equals(other)) {
          as.queryParam(other.member(), other.value());
        }

        assertEquals(
            planted.stream()
                .filter(one.wants().and(other.wants()))
                .map(Planted::name)
                .sorted()
                .toList(),
            names(as, 3),
            one.member() + " and " + other.member());
      }
    }
  }

  @Test
  void neighboursTokensAreNotListed() {
    plant();
    VaultTenant neighbour = Service.tenant();

    assertEquals(List.of(), names(neighbour.asOperator(), 3, neighbour.path("/tokens")));
    assertEquals(24, names(tenant.asOperator(), 1_000).size());
  }

  @Test
  void pageThatLooksForFewLooksAtABoundedSpanAndGoesOn() {
    PlantedSlots.connect(tenant, "production");
    PlantedSlots.tokens(tenant, "production", "a", "web", EARLY, LATE, "firstkey", Walk.SPAN);
    PlantedSlots.tokens(tenant, "production", "b", "web", EARLY, LATE, "otherkey", 2);
    RequestSpecification as = tenant.asOperator().queryParam("keyId", "otherkey");

    JsonPath first = as.get(path).jsonPath();

    assertEquals(List.of(), first.getList("items"));
    assertEquals("production/a010000/web", first.getString("nextCursor"));
    assertEquals(
        List.of("production b000001 web", "production b000002 web"),
        names(tenant.asOperator().queryParam("keyId", "otherkey"), 1));
    as.queryParam("environment", "production")
        .queryParam("uidPrefix", "b")
        .get(path)
        .then()
        .body("items.size()", equalTo(2));
  }

  /** Every combination of two environments, three users, two clients, and of keys and times. */
  private List<Planted> plant() {
    List<Planted> all = new ArrayList<>();
    for (String environment : List.of("production", "testing")) {
      PlantedSlots.connect(tenant, environment);
      for (String user : List.of("al", "bo", "al.")) {
        for (String client : List.of("app", "web")) {
          int place = all.size();
          String key = place % 3 == 0 ? "firstkey" : "otherkey";
          Instant issued = List.of(EARLY.minusSeconds(1), EARLY, NOON).get(place % 3);
          Instant expires = place % 4 == 1 ? NOON.minusSeconds(1) : LATE;
          PlantedSlots.tokens(tenant, environment, user, client, issued, expires, key, 2);
          for (String number : List.of("000001", "000002")) {
            all.add(new Planted(environment, user + number, client, key, issued, expires));
          }
        }
      }
    }
    all.sort(Comparator.comparing(Planted::name));
    return all;
  }

  private List<String> names(RequestSpecification as, int limit) {
    return names(as, limit, path);
  }

  private static List<String> names(RequestSpecification as, int limit, String path) {
    return Pages.all(
        as, path, limit, "collect { it.environment + ' ' + it.uid + ' ' + it.clientId }");
  }
}
