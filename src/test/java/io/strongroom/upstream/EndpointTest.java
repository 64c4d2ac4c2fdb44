package io.strongroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.token.InvalidValue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a tenant may and may not point its environment's secrets. */
class EndpointTest {
  private static final TestSwitches PLAIN_HTTP = new TestSwitches(true, false);

  static Stream<String> hostileHosts() {
    return HostileHosts.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("hostileHosts")
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
