package io.strongroom.audit;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The network that an address is of: what one caller can change addresses within. */
final class Network {
  private static final int GROUPS = 3;

  private Network() {}

  /** The first 24 bits of an IPv4 address, the first 48 of an IPv6 address; null where unknown. */
  static @Nullable String of(@Nullable String address) {
    if (address == null) {
      return null;
    }
    return address.indexOf(':') >= 0 ? ofSix(address) : ofFour(address);
  }

  private static String ofFour(String address) {
    int last = address.lastIndexOf('.');
    return last < 0 ? address : address.substring(0, last) + ".0/24";
  }

  private static String ofSix(String address) {
    int zeros = address.indexOf("::");
    String written = zeros < 0 ? address : address.substring(0, zeros);
    return Arrays.stream(written.split(":"))
        .limit(GROUPS)
        .collect(Collectors.joining(":", "", "::/48"));
  }
}
