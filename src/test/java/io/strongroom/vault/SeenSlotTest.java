package io.strongroom.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.strongroom.database.PostgresResource;
import io.strongroom.sandbox.Aim;
import io.strongroom.sandbox.Endpoint;
import io.strongroom.sandbox.Fault;
import io.strongroom.service.TestKeys;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.KeyId;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A caller decides on what it has read; what others brought between its reading and its flight is
 * read again, and not asked for again.
 */
@QuarkusTest
@TestProfile(SeenSlotTest.Profile.class)
class SeenSlotTest {
  private static final String OPERATOR_KEY = TestKeys.random();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final KeyId CAUSE = new KeyId("somekey0");

  private final Upstream upstream = new Upstream();
  private VaultTenant tenant;
  @Inject SlotReader slots;
  @Inject Flights flights;

  /** With an operator's key, a PostgreSQL, and upstreams on loopback. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.http.test-port", "0",
          "quarkus.management.test-port", "0",
          "strongroom.operator-key", OPERATOR_KEY,
          "strongroom.upstream.allow-http", "true",
          "strongroom.upstream.allow-private-addresses", "true");
    }

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(PostgresResource.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
      return true;
    }
  }

  @BeforeEach
  void entrust() {
    var service = URI.create("http://localhost:" + RestAssured.port);
    tenant = upstream.tenantOf(service, OPERATOR_KEY, "x-token", Map.of());
    tenant.putMasterToken("user", upstream.signIn("x-token", "user")).then().statusCode(204);
  }

  @AfterEach
  void stop() {
    upstream.close();
  }

  @Test
  void tokenThatCameMeanwhileIsReadAndNotAskedFor() {
    var cold = read();
    tenant.issue("user").then().statusCode(200);

    assertInstanceOf(Recorded.ReadAgain.class, fly(cold));
    assertEquals(1, upstream.received("user"));
  }

  @Test
  void tokenThatCameAndWasDroppedMeanwhileIsReadAgainToo() {
    var cold = read();
    var token = tenant.issue("user").then().statusCode(200).extract().<String>path("token");
    tenant.drop(token).then().statusCode(200);

    assertInstanceOf(Recorded.ReadAgain.class, fly(cold));
    assertEquals(1, upstream.received("user"));
    assertInstanceOf(Recorded.Taken.class, fly(read()));
    assertEquals(2, upstream.received("user"));
  }

  @Test
  void failureThatCameMeanwhileIsReadAndNotAskedFor() {
    var cold = read();
    upstream.sandbox().faults().add(Fault.throttle("30").at(Aim.at(Endpoint.TOKEN).ofUid("user")));
    tenant.issue("user").then().statusCode(503);

    assertInstanceOf(Recorded.ReadAgain.class, fly(cold));
    assertEquals(1, upstream.received("user"));
  }

  @Test
  void slotThatIsAsItWasSeenIsExchanged() {
    assertInstanceOf(Recorded.Taken.class, fly(read()));
    assertEquals(1, upstream.received("user"));
  }

  private SlotView read() {
    return slots
        .read(new TenantId(tenant.id()), EnvironmentName.DEFAULT, new Uid("user"), null)
        .await()
        .atMost(PATIENCE);
  }

  private Recorded fly(SlotView seen) {
    return flights.board(seen, CAUSE).result().await().atMost(PATIENCE);
  }
}
