package io.strongroom.upstream;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What the name of a hostile host may resolve to once it is called. */
final class InsideAddresses {
  private static final List<String> KNOWN =
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

  private InsideAddresses() {}

  /** Those that are known, and all of this machine. */
  static List<byte[]> all() {
    List<InetAddress> own = own();
    boolean resolvesIpv6 = own.stream().anyMatch(Inet6Address.class::isInstance);
    return Stream.concat(
            Stream.of(MAPPED_LOOPBACK),
            Stream.concat(KNOWN.stream().map(Network::literal), own.stream())
                .filter(address -> resolvesIpv6 || !(address instanceof Inet6Address))
                .map(InetAddress::getAddress))
        .toList();
  }

  /** The resolver asks for IPv6 addresses only where there is one among these. */
  private static List<InetAddress> own() {
    try {
      return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList();
    } catch (SocketException e) {
      throw new IllegalStateException(e);
    }
  }
}
