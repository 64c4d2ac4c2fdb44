package io.strongroom.upstream;

import io.strongroom.token.InvalidValue;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which addresses the service may connect to: public ones, unless the operator says otherwise. */
final class Addresses {
  private static final Pattern LITERAL_V4 =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[1-9][0-9]|10[0-9]|[0-9])(\\.(?!$)|$)){4}");

  /** Without a scope: it would name one of this machine's own interfaces. */
  private static final Pattern LITERAL_V6 = Pattern.compile("\\[[0-9a-f:.]+]");

  /** The last label of a name that some resolvers read as a number, and so as an address. */
  private static final Pattern ENDS_IN_A_NUMBER =
      Pattern.compile("(?i)(.*\\.)?([0-9]+|0x[0-9a-f]*)\\.?");

  /**
   * Names that mean something in a network of one's own only: RFC 6761, 6762 and 8375, and what
   * ICANN keeps for that, clouds' metadata above all. The dot of an absolute name changes nothing.
   */
  private static final Pattern LOCAL_NAME =
      Pattern.compile("((.*\\.)?localhost|.*\\.local|.*\\.internal|(.*\\.)?home\\.arpa)\\.?");

  /** All that IANA has given out of IPv6 for the internet. */
  private static final Network GLOBAL_UNICAST = Network.of("2000::/3");

  /** IANA special-purpose registries for IPv4 and IPv6, without what Java's own questions cover. */
  private static final List<Network> SPECIAL =
      List.of(
          Network.of("0.0.0.0/8"),
          Network.of("100.64.0.0/10"),
          Network.of("192.0.0.0/24"),
          Network.of("192.0.2.0/24"),
          Network.of("192.88.99.0/24"),
          Network.of("198.18.0.0/15"),
          Network.of("198.51.100.0/24"),
          Network.of("203.0.113.0/24"),
          Network.of("240.0.0.0/4"),
          Network.of("2001::/23"),
          Network.of("2001:db8::/32"),
          Network.of("2002::/16"),
          Network.of("3fff::/20"));

  private Addresses() {}

  /**
   * Refuses, where it is written down, a host that is or may be read as an address which is not
   * allowed. A name is judged again by its address, at each call.
   */
  static void requireAllowedName(String member, String host, OutgoingConfig switches) {
    String name = host.toLowerCase(Locale.ROOT);
    boolean v6 = name.startsWith("[");
    InvalidValue.unless(
        !v6 || LITERAL_V6.matcher(name).matches(), member, "must not have a scoped address");
    boolean v4 = LITERAL_V4.matcher(name).matches();
    InvalidValue.unless(
        v6 || v4 || !ENDS_IN_A_NUMBER.matcher(name).matches(),
        member,
        "must name its host by a name or a plain address");
    if (switches.allowPrivateAddresses()) {
      return;
    }
    InvalidValue.unless(
        !LOCAL_NAME.matcher(name).matches(), member, "must not be at a private address");
    if (v6 || v4) {
      InetAddress address = Network.literal(v6 ? name.substring(1, name.length() - 1) : name);
      InvalidValue.unless(isPublic(address), member, "must not be at a private address");
    }
  }

  /** Whether an address can only be somewhere on the internet, outside every operator's network. */
  static boolean isPublic(InetAddress address) {
    return !address.isAnyLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isLinkLocalAddress()
        && !address.isSiteLocalAddress()
        && !address.isMulticastAddress()
        && !isBroadcast(address)
        && (address instanceof Inet4Address || GLOBAL_UNICAST.contains(address))
        && SPECIAL.stream().noneMatch(network -> network.contains(address));
  }

  private static boolean isBroadcast(InetAddress address) {
    return address instanceof Inet4Address && address.getAddress()[0] == (byte) 255;
  }
}
