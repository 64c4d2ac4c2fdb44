package io.strongroom.revocation;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.strongroom.revocation.Holdings.Held;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is matched is what every named dimension says, here and in no other tenant. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class RevocationDimensionsTest {
  private static final Instant HALF_AN_HOUR_AGO =
      Instant.now().minus(30, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);

  private static final String ENDED = "UPDATE ended_token SET reason = reason WHERE tenant_id = ?";

  /** A dimension with the value that some of the tokens have. */
  enum Dimension {
    ENVIRONMENT("environment") {
      @Override
      String value(Holdings holdings) {
        return Holdings.ENVIRONMENTS.get(0);
      }

      @Override
      boolean holds(Held token, Holdings holdings) {
        return token.environment().equals(value(holdings));
      }
    },
    UID("uid") {
      @Override
      String value(Holdings holdings) {
        return holdings.uid(0);
      }

      @Override
      boolean holds(Held token, Holdings holdings) {
        return token.uid().equals(value(holdings));
      }
    },
    CLIENT("clientId") {
      @Override
      String value(Holdings holdings) {
        return holdings.client(0);
      }

      @Override
      boolean holds(Held token, Holdings holdings) {
        return token.client().equals(value(holdings));
      }
    },
    TOKEN("token") {
      @Override
      String value(Holdings holdings) {
        return holdings.held().get(0).value();
      }

      @Override
      boolean holds(Held token, Holdings holdings) {
        return token.value().equals(value(holdings));
      }
    },
    KEY("keyId") {
      @Override
      String value(Holdings holdings) {
        return holdings.key(0);
      }

      @Override
      boolean holds(Held token, Holdings holdings) {
        return token.key().equals(value(holdings));
      }
    },
    BEFORE("issuedBefore") {
      @Override
      String value(Holdings holdings) {
        return HALF_AN_HOUR_AGO.toString();
      }

      @Override
      boolean holds(Held token, Holdings holdings) {
        return token.old();
      }
    },
    AFTER("issuedAfter") {
      @Override
      String value(Holdings holdings) {
        return HALF_AN_HOUR_AGO.minusSeconds(1).toString();
      }

      @Override
      boolean holds(Held token, Holdings holdings) {
        return !token.old();
      }
    };

    private final String member;

    Dimension(String member) {
      this.member = member;
    }

    abstract String value(Holdings holdings);

    abstract boolean holds(Held token, Holdings holdings);
  }

  /** Each alone, and every two together. */
  static Stream<Arguments> combinations() {
    List<Arguments> all = new ArrayList<>();
    for (Dimension one : Dimension.values()) {
      for (Dimension other : Dimension.values()) {
        if (one.compareTo(other) <= 0) {
          all.add(Arguments.of(one, other));
        }
      }
    }
    return all.stream();
  }

  private static Holdings holdings;
  private static Holdings neighbour;

  @BeforeAll
  static void settleTwoTenants() {
    holdings = Holdings.of(Map.of());
    neighbour = Holdings.of(Map.of());
    holdings.remember();
  }

  @BeforeEach
  void giveBackWhatWasRevoked() {
    holdings.restore();
  }

  @AfterAll
  static void neighbourIsUnharmed() {
    assertEquals(8, neighbour.living());
    holdings.forget();
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void everyNamedDimensionMustHold(Dimension one, Dimension other) {
    Predicate<Held> matches = token -> one.holds(token, holdings) && other.holds(token, holdings);
    Map<String, Object> body = new HashMap<>();
    body.put(one.member, one.value(holdings));
    body.put(other.member, other.value(holdings));

    assertRevokes(body, matches);
  }

  @Test
  void allThreeOfASlotNameOneToken() {
    Held last = holdings.held().get(7);

    assertRevokes(
        Map.of("environment", last.environment(), "uid", last.uid(), "clientId", last.client()),
        last::equals);
  }

  @Test
  void allOfTenantIsAllOfIt() {
    assertRevokes(Map.of("allOfTenant", true), token -> true);
  }

  @Test
  void neighboursTokenIsNotFoundByItsValue() {
    assertRevokes(Map.of("token", neighbour.held().get(0).value()), token -> false);
  }

  @Test
  void tokenOfAfterTheRevocationIsNotMatched() {
    Service.sql(
        "UPDATE client_token SET issued_at = clock_timestamp() + interval '1 minute'"
            + " WHERE tenant_id = ? AND uid = ?",
        holdings.tenant().id(),
        holdings.uid(0));

    assertRevokes(Map.of("allOfTenant", true), token -> !token.uid().equals(holdings.uid(0)));
    holdings.restore();
    Service.sql(
        "UPDATE client_token SET issued_at = clock_timestamp() + interval '1 minute'"
            + " WHERE tenant_id = ?",
        holdings.tenant().id());
    assertRevokes(
        Map.of("issuedBefore", Instant.now().plus(1, ChronoUnit.HOURS).toString()), token -> false);
  }

  /** Counts first, which must change nothing. */
  private static void assertRevokes(Map<String, ?> body, Predicate<Held> matches) {
    int expected = (int) holdings.held().stream().filter(matches).count();
    Map<String, Object> dry = new HashMap<>(body);
    dry.put("dryRun", true);
    Revoking revoking = Revoking.of(holdings.tenant());
    revoking
        .asked(dry)
        .then()
        .statusCode(200)
        .body("revocationId", nullValue())
        .body("matched", equalTo(expected))
        .body("revoked", equalTo(0));
    assertEquals(0, Service.sql(ENDED, holdings.tenant().id()), "a dry run ends nothing");

    JsonPath done = revoking.done(body);

    assertEquals(expected, done.getInt("matched"));
    assertEquals(expected, done.getInt("revoked"));
    for (Held token : holdings.held()) {
      assertEquals(!matches.test(token), holdings.isActive(token.value()), token.uid());
    }
  }
}
