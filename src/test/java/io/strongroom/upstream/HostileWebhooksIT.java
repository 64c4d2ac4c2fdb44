package io.strongroom.upstream;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No receiver that a tenant's administrator can write leads into the operator's network. */
@ServiceTest
@TestProfile(GuardedProfile.class)
@Tag("faults")
class HostileWebhooksIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static Trap trap;

  @BeforeAll
  static void setTrap() throws IOException {
    trap = new Trap();
  }

  @AfterAll
  static void nobodyWasCaught() throws IOException {
    trap.close();
    assertEquals(0, trap.caught());
  }

  @Test
  void receiverThatMayBeInsideIsRefused() {
    VaultTenant tenant = Service.tenant();
    for (String host : HostileHosts.ALL) {
      put(tenant, "crm", "https://" + host + ":" + trap.port() + "/hook")
          .then()
          .statusCode(400)
          .body("member", equalTo("url"));
    }
    put(tenant, "crm", "http://hooks.example.com/hook").then().statusCode(400);
    put(tenant, "crm", "https://hooks.example.com/hook").then().statusCode(201);
  }

  @Test
  void nameThatResolvesToTheInsideIsNotConnectedTo() {
    List<VaultTenant> tenants =
        InsideAddresses.all().stream().map(HostileWebhooksIT::withReceiverAt).toList();
    for (VaultTenant tenant : tenants) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  tenant
                      .asOperator()
                      .get(tenant.path("/webhooks/crm"))
                      .then()
                      .body("delivery.lastProblem", equalTo("forbidden-address"))
                      .body("delivery.state", equalTo("failing")));
    }
  }

  /** A tenant that has an event to tell to a receiver of this address. */
  private static VaultTenant withReceiverAt(byte[] address) {
    VaultTenant tenant = Service.tenant();
    tenant.connect(
        Map.of("grant", "x-token", "tokenEndpoint", "https://idp.example.com/token"),
        "app",
        "s3cret-of-the-client",
        "client_secret_post");
    String name = LoopbackDns.name(address);
    put(tenant, "crm", "https://" + name + ":" + trap.port() + "/hook").then().statusCode(201);
    tenant.putMasterToken("alice", "master-of-alice").then().statusCode(204);
    tenant.asOperator().delete(tenant.environmentPath("/accounts/alice/master-token"));
    return tenant;
  }

  private static Response put(VaultTenant tenant, String name, String url) {
    return tenant.asOperator().body(Map.of("url", url)).put(tenant.path("/webhooks/" + name));
  }
}
