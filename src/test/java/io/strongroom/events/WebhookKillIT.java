package io.strongroom.events;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import io.strongroom.database.ServiceProcess;
import io.strongroom.service.ServiceSettings;
import io.strongroom.service.TestKeys;
import io.strongroom.service.VaultTenant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries while the service is killed again and again. */
@Tag("faults")
class WebhookKillIT {
  private static final Logger LOG = Logger.getLogger(WebhookKillIT.class);
  private static final int KILLS = Integer.getInteger("faults.webhook.kills", 1);

  /** Accounts that are ended before each kill: an event each. */
  private static final int ACCOUNTS = Integer.getInteger("faults.webhook.accounts", 40);

  /** A killed service's turn lapses first. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final String operatorKey = TestKeys.random();
  private final Receiver receiver = new Receiver();

  @TempDir private Path folder;
  private ServiceProcess service;
  private Told told;

  @AfterEach
  void stop() {
    service.close();
    receiver.close();
  }

  @Test
  void everyEventArrivesInItsOrderHoweverOftenTheServiceIsKilled() {
    start();
    told = Told.of(VaultTenant.create(service.baseUri(), operatorKey));
    told.send("crm", receiver, Map.of()).then().statusCode(201);
    for (int kill = 0; kill < KILLS; kill++) {
      for (int i = 0; i < ACCOUNTS; i++) {
        told.end("user-" + kill + "-" + i);
      }
      int before = receiver.ids().size();
      int due = (kill + 1) * ACCOUNTS;
      await().atMost(PATIENCE).until(() -> receiver.ids().size() > Math.min(before, due - 1));
      service.kill9();
      start();
      told = new Told(told.tenant().at(service.baseUri()));
    }

    int all = KILLS * ACCOUNTS;
    await().atMost(PATIENCE).until(() -> receiver.ids().size() == all);

    List<String> ids = ids();
    assertEquals(all, ids.size());
    assertEquals(ids, receiver.ids());
    int repeats = receiver.arrivals().size() - all;
    assertTrue(repeats <= KILLS, "one at most is under way at a kill, repeated: " + repeats);
    assertTrue(receiver.arrivals().stream().allMatch(it -> it.isSignedWith(Receiver.SECRET)));
    LOG.infof("%d events, %d kills: %d arrived again", all, KILLS, repeats);
  }

  private List<String> ids() {
    List<String> all = new ArrayList<>();
    String cursor = "0";
    while (cursor != null) {
      JsonPath page = told.events("?limit=1000&cursor=" + cursor);
      all.addAll(page.getList("items.id"));
      cursor = page.getString("nextCursor");
    }
    return all;
  }

  private void start() {
    service =
        ServiceProcess.start(
            folder.resolve("data"),
            ServiceSettings.of(
                operatorKey, Map.of("STRONGROOM_WEBHOOK_ALLOW_PRIVATE_ADDRESSES", "true")));
  }
}
