package io.strongroom.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A block of addresses, such as {@code 100.64.0.0/10}. */
record Network(byte[] prefix, int bits) {

  static Network of(String cidr) {
    int slash = cidr.indexOf('/');
    return new Network(
        literal(cidr.substring(0, slash)).getAddress(),
        Integer.parseInt(cidr.substring(slash + 1)));
  }

  /** An address from its literal form; nothing is looked up, and a mapped IPv4 address is one. */
  static InetAddress literal(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address literal", e);
    }
  }

  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != prefix.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((bytes[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
