package io.strongroom.inspect;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.strongroom.database.ServiceProcess;
import io.strongroom.sandbox.Endpoint;
import io.strongroom.sandbox.MasterToken;
import io.strongroom.service.ServiceSettings;
import io.strongroom.service.TestKeys;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hundred questions an hour that an upstream of keys answers, over a kill of the service. */
@Tag("faults")
class LiveBudgetIT {
  private static final int BUDGET = 100;
  private static final int SECONDS_NEEDED = 120;

  private final String operatorKey = TestKeys.random();
  private final Upstream upstream = new Upstream();
  private final List<String> keys = new ArrayList<>();
  private ServiceProcess service;
  private VaultTenant tenant;

  @BeforeEach
  void entrust(@TempDir Path folder) {
    awaitRoomInTheHour();
    start(folder.resolve("data"));
    tenant = VaultTenant.create(service.baseUri(), operatorKey);
    tenant.connect(
        Map.of(
            "grant",
            "static",
            "baseUrl",
            upstream.sandbox().baseUri().toString(),
            "defaultClientId",
            Upstream.CLIENT),
        Upstream.CLIENT,
        Upstream.CLIENT_SECRET,
        "client_secret_basic");
    for (int i = 0; i <= BUDGET; i++) {
      String key =
          upstream.sandbox().provider().enter(MasterToken.of(MasterToken.Kind.API_KEY, "user"));
      tenant.putMasterToken("account-" + i, key).then().statusCode(204);
      tenant.issue("account-" + i).then().statusCode(200);
      keys.add(key);
    }
  }

  @AfterEach
  void stop() {
    service.close();
    upstream.close();
  }

  @Test
  void killForgetsNeitherTheBudgetNorWhatWasAnswered() throws Exception {
    for (String key : keys.subList(0, 60)) {
      asked(key).body("live.status", equalTo("active")).body("live.remembered", nullValue());
    }
    service.kill9();
    start(service.dataDirectory());
    tenant = tenant.at(service.baseUri());
    for (String key : keys.subList(60, BUDGET)) {
      asked(key).body("live.status", equalTo("active")).body("live.remembered", nullValue());
    }

    asked(keys.get(BUDGET))
        .body("live.status", equalTo("unknown"))
        .body("live.budgetExhaustedUntil", notNullValue());
    age();
    asked(keys.get(0))
        .body("live.status", equalTo("active"))
        .body("live.remembered", equalTo(true))
        .body("live.budgetExhaustedUntil", notNullValue());

    var counts = upstream.sandbox().provider().counts().of(Endpoint.AUTH_TOKEN);
    assertEquals(BUDGET, counts.received());
    assertEquals(BUDGET, counts.granted());
  }

  private ValidatableResponse asked(String key) {
    Response answer = tenant.inspectLive(key);
    return answer.then().statusCode(200).body("active", equalTo(true));
  }

  private void age() throws Exception {
    try (Connection connection = service.connect();
        var statement = connection.createStatement()) {
      assertEquals(
          BUDGET,
          statement.executeUpdate(
              "UPDATE client_token SET live_checked_at = live_checked_at - interval '2 minutes'"
                  + " WHERE live_hash IS NOT NULL"));
    }
  }

  private void start(Path data) {
    service = ServiceProcess.start(data, ServiceSettings.of(operatorKey));
  }

  /** A budget is an hour's of the clock: the story must not go over its end. */
  private static void awaitRoomInTheHour() {
    await()
        .atMost(Duration.ofSeconds(SECONDS_NEEDED + 5))
        .until(
            () -> {
              var now = Instant.now().atOffset(ZoneOffset.UTC);
              return now.getMinute() * 60 + now.getSecond() < 3_600 - SECONDS_NEEDED;
            });
  }
}
