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
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

  /** What a name may resolve to once it is called. */
  private static final List<String> INSIDE =
      List.of(
          "127.0.0.1",
          "127.0.0.2",
          "0.0.0.0",
          "10.0.0.1",
          "172.16.0.1",
          "192.168.1.1",
          "169.254.169.254",
          "100.64.0.1",
          "192.0.2.1",
          "198.18.0.1",
          "224.0.0.1",
          "255.255.255.255",
          "::1",
          "::",
          "::7f00:1",
          "fe80::1",
          "fc00::1",
          "fd00:ec2::254",
          "64:ff9b::7f00:1",
          "2002:7f00:1::",
          "2001:0:4136:e378:8000:63bf:3fff:fdd2",
          "ff02::1");

  /** An IPv4 address as an IPv6 one: Java would write it as the IPv4 one that it is. */
  private static final byte[] MAPPED_LOOPBACK =
      HexFormat.of().parseHex("00000000000000000000ffff7f000001");

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
  void nameThatResolvesToTheInsideIsNotConnectedTo() throws IOException {
    Entrusted user = Entrusted.xToken(Map.of("tokenEndpoint", GOOD));
    for (byte[] address : addresses()) {
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

  private static List<byte[]> addresses() throws IOException {
    Stream<InetAddress> own =
        NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses);
    Stream<InetAddress> inside = INSIDE.stream().map(Network::literal);
    return Stream.concat(
            Stream.of(MAPPED_LOOPBACK),
            Stream.concat(inside, own)
                .filter(address -> resolvesIpv6() || !(address instanceof Inet6Address))
                .map(InetAddress::getAddress))
        .toList();
  }

  /** The resolver asks for IPv6 addresses only where the machine has one. */
  private static boolean resolvesIpv6() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .anyMatch(Inet6Address.class::isInstance);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
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
