package io.strongroom.upstream;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No endpoint that a tenant's administrator can write leads into the operator's network. */
@ServiceTest
@TestProfile(GuardedProfile.class)
@Tag("faults")
class HostileEndpointsIT {
  private static final String GOOD = "https://idp.example.com/token";

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
  void endpointThatMayLeadInsideIsRefusedWithItsMember() {
    assertTrue(HostileHosts.ALL.size() > 40);
    VaultTenant tenant = Service.tenant();
    for (String member : endpointMembers()) {
      for (String host : HostileHosts.ALL) {
        String endpoint = "http://" + host + ":" + trap.port() + "/t";
        tenant
            .asOperator()
            .body(settings(member, endpoint))
            .put(tenant.environmentPath(""))
            .then()
            .statusCode(400)
            .body("code", equalTo("invalid-request"))
            .body("member", equalTo(member));
      }
    }
    tenant.asOperator().get(tenant.environmentPath("")).then().statusCode(404);
  }

  @Test
  void endpointThatIsPublicIsTakenInEachMember() {
    VaultTenant tenant = Service.tenant();
    for (String member : endpointMembers()) {
      tenant
          .asOperator()
          .body(settings(member, GOOD))
          .put(tenant.environmentPath(""))
          .then()
          .statusCode(oneOf(200, 201));
    }
  }

  @Test
  void nameThatResolvesToTheInsideIsNotConnectedTo() {
    Entrusted user = Entrusted.xToken(Map.of("tokenEndpoint", GOOD));
    for (byte[] address : InsideAddresses.all()) {
      String endpoint = "http://" + LoopbackDns.name(address) + ":" + trap.port() + "/token";
      user.tenant()
          .asOperator()
          .body(user.settings(Map.of("tokenEndpoint", endpoint)))
          .put(user.tenant().environmentPath("?rebind=true"))
          .then()
          .statusCode(200);

      user.issue()
          .then()
          .statusCode(502)
          .body("code", equalTo("upstream-configuration"))
          .body("verdict", equalTo("configuration"));
    }
    user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));
  }

  /** Whatever the settings have that is an endpoint. */
  private static List<String> endpointMembers() {
    List<String> members =
        Arrays.stream(EnvironmentSettings.class.getRecordComponents())
            .map(RecordComponent::getName)
            .filter(name -> name.endsWith("Endpoint") || name.equals("baseUrl"))
            .toList();
    assertTrue(members.containsAll(List.of("tokenEndpoint", "revocationEndpoint")));
    return members;
  }

  private static Map<String, Object> settings(String member, String endpoint) {
    Map<String, Object> settings = new HashMap<>();
    if (member.equals("baseUrl")) {
      settings.put("grant", "static");
    } else {
      settings.put("grant", "x-token");
      settings.put("tokenEndpoint", GOOD);
    }
    settings.put(member, endpoint);
    return settings;
  }
}
