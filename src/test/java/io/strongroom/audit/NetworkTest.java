package io.strongroom.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one caller can change addresses within is counted as one. */
class NetworkTest {

  @Test
  void unknownStaysUnknown() {
    assertNull(Network.of(null));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.77, 192.0.2.0/24",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1::/48",
    "2001:db8::7, 2001:db8::/48",
    "0:0:0:0:0:0:0:1, 0:0:0::/48",
    "::1, ::/48",
    "fe80:0:0:0:1:2:3:4%eth0, fe80:0:0::/48"
  })
  void lastPartsAreNotToldApart(String address, String network) {
    assertEquals(network, Network.of(address));
  }
}
