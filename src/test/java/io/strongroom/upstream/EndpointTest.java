package io.strongroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.token.InvalidValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a tenant may and may not point its environment's secrets. */
class EndpointTest {
  private static final TestSwitches PLAIN_HTTP = new TestSwitches(true, false);

  @ParameterizedTest
  @ValueSource(
      strings = {
        // loopback and what means this host, in every notation
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "0",
        "0.1.2.3",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0x7f.1",
        "017700000001",
        "0177.0.0.1",
        "127.0.0.01",
        "127.000.000.001",
        "127.0.0.1.",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "a.localhost",
        "a.localhost.",
        "[::1]",
        "[::]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::FFFF:7F00:1]",
        "[::127.0.0.1]",
        "[::ffff:0:127.0.0.1]",
        // private and shared networks
        "10.0.0.1",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "3232235777",
        "0xc0a80101",
        "[fc00::1]",
        "[fd12:3456::1]",
        "[fec0::1]",
        "[::ffff:10.0.0.1]",
        "printer.local",
        "printer.local.",
        // link-local, the clouds' metadata above all
        "169.254.169.254",
        "2852039166",
        "0xa9fea9fe",
        "[fe80::1]",
        "[fe80::1%25eth0]",
        "[fe80::1%eth0]",
        "[::ffff:169.254.169.254]",
        "[fd00:ec2::254]",
        // ways to reach an IPv4 address through IPv6
        "[64:ff9b::7f00:1]",
        "[64:ff9b::10.0.0.1]",
        "[64:ff9b:1::1]",
        "[2002:7f00:1::]",
        "[2002:a00:1::1]",
        "[2001::1]",
        "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
        // reserved, documentation, benchmarks, multicast, broadcast
        "192.0.0.1",
        "192.0.2.1",
        "198.51.100.1",
        "203.0.113.1",
        "198.18.0.1",
        "198.19.255.255",
        "192.88.99.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "[ff02::1]",
        "[2001:db8::1]",
        "[100::1]",
        "[3fff::1]",
        "[5f00::1]",
        "[4000::1]",
        "[8000::1]",
        // no host at all, or one that readers disagree about
        "",
        ".",
        "example.com:0",
        "example.com:65536",
        "example.com:99999999999",
        "user@example.com",
        "user:password@example.com",
        "example.com@127.0.0.1",
        "127.0.0.1@example.com",
        "@example.com",
        "exa mple.com",
        "example.com\\@127.0.0.1",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "[::1",
        "[1.2.3.4]",
        "[v1.fe]",
        "example_com",
        "ex%61mple.com",
        "пример.рф",
        "１２７.0.0.1",
        "example.0x7f"
      })
  void hostThatMayBeInsideIsRefusedWithItsMember(String authority) {
    for (String scheme : new String[] {"https", "http"}) {
      InvalidValue refused =
          assertThrows(
              InvalidValue.class,
              () -> Endpoint.parse("tokenEndpoint", scheme + "://" + authority + "/t", PLAIN_HTTP));
      assertEquals("tokenEndpoint", refused.member());
      assertTrue(refused.getMessage().startsWith("tokenEndpoint: must "), refused.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "/token",
        "example.com",
        "//example.com",
        "mailto:a@example.com",
        "https:",
        "https:example.com",
        "https:///token",
        "ftp://example.com",
        "file:///etc/passwd",
        "jar:https://example.com!/",
        "gopher://example.com",
        "http://example.com",
        "javascript:alert(1)",
        "https://example.com/#f",
        "https://example.com/a b",
        "https://example.com/\nHost: x"
      })
  void whatIsNoHttpsUrlIsRefused(String text) {
    InvalidValue refused =
        assertThrows(
            InvalidValue.class,
            () -> Endpoint.parse("revocationEndpoint", text, TestSwitches.STRICT));
    assertEquals("revocationEndpoint", refused.member());
  }

  @Test
  void tooLongAnEndpointIsRefused() {
    String base = "https://example.com/";
    String longest = base + "a".repeat(2_048 - base.length());
    assertEquals(longest, Endpoint.parse("m", longest, TestSwitches.STRICT).uri().toString());
    assertThrows(InvalidValue.class, () -> Endpoint.parse("m", longest + "a", TestSwitches.STRICT));
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com, https://example.com:443",
    "https://example.com:443/, https://example.com:443",
    "HTTPS://Example.COM/Token?a=b, https://example.com:443",
    "https://example.com:8443/t, https://example.com:8443",
    "https://xn--e1afmkfd.example/t, https://xn--e1afmkfd.example:443",
    "https://local.example.com/, https://local.example.com:443",
    "https://localhost.example.com/, https://localhost.example.com:443",
    "https://8.8.8.8/, https://8.8.8.8:443",
    "https://1.0.0.1/, https://1.0.0.1:443",
    "https://172.32.0.1/, https://172.32.0.1:443",
    "https://172.15.255.255/, https://172.15.255.255:443",
    "https://100.128.0.1/, https://100.128.0.1:443",
    "https://192.169.0.1/, https://192.169.0.1:443",
    "https://[2606:4700::1111]/, https://[2606:4700::1111]:443",
    "https://[2A00:1450::1]:444/, https://[2a00:1450::1]:444",
    "https://[::ffff:8.8.8.8]/, https://[::ffff:8.8.8.8]:443"
  })
  void publicEndpointHasOneSpellingOfItsOrigin(String text, String origin) {
    assertEquals(origin, Endpoint.parse("m", text, TestSwitches.STRICT).origin());
  }

  @Test
  void operatorMayOpenTheWayIn() {
    Endpoint loopback = Endpoint.parse("m", "http://127.0.0.1:9/t", TestSwitches.OPEN);
    assertEquals("http://127.0.0.1:9", loopback.origin());
    assertFalse(loopback.isTls());
    assertEquals("::1", Endpoint.parse("m", "http://[::1]/t", TestSwitches.OPEN).host());
    assertEquals(80, Endpoint.parse("m", "http://localhost", TestSwitches.OPEN).port());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2130706433", "0x7f.0.0.1", "0177.0.0.1", "[fe80::1%eth0]"})
  void ambiguousHostIsRefusedEvenThen(String host) {
    assertThrows(
        InvalidValue.class, () -> Endpoint.parse("m", "http://" + host, TestSwitches.OPEN));
  }
}
