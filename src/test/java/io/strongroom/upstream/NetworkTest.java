package io.strongroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Blocks of addresses, against arithmetic on numbers. */
class NetworkTest {

  @Test
  void firstAndLastAddressAreInAndTheirNeighboursOut() {
    Network shared = Network.of("100.64.0.0/10");
    assertFalse(shared.contains(Network.literal("100.63.255.255")));
    assertTrue(shared.contains(Network.literal("100.64.0.0")));
    assertTrue(shared.contains(Network.literal("100.127.255.255")));
    assertFalse(shared.contains(Network.literal("100.128.0.0")));
  }

  @Test
  void addressOfTheOtherFamilyIsOut() {
    assertFalse(Network.of("::/0").contains(Network.literal("1.2.3.4")));
    assertFalse(Network.of("0.0.0.0/0").contains(Network.literal("2001:db8::1")));
  }

  @Test
  void randomAddressesAgreeWithTheNumbers() throws UnknownHostException {
    long seed = System.nanoTime();
    System.out.println("seed of NetworkTest: " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      int length = random.nextBoolean() ? 4 : 16;
      byte[] prefix = new byte[length];
      random.nextBytes(prefix);
      int bits = random.nextInt(length * 8 + 1);
      byte[] address = near(prefix, random);
      assertEquals(
          naive(prefix, bits, address),
          new Network(prefix, bits).contains(InetAddress.getByAddress(address)),
          () -> "seed " + seed + ", bits " + bits);
    }
  }

  /** Differs in one bit, so that both answers are common. */
  private static byte[] near(byte[] prefix, Random random) {
    byte[] address = prefix.clone();
    int bit = random.nextInt(address.length * 8);
    address[bit / 8] ^= (byte) (0x80 >> (bit % 8));
    // A mapped address would come back as one of four bytes.
    return address.length == 16 && address[0] == 0 ? prefix.clone() : address;
  }

  private static boolean naive(byte[] prefix, int bits, byte[] address) {
    int rest = prefix.length * 8 - bits;
    return new BigInteger(1, prefix)
        .shiftRight(rest)
        .equals(new BigInteger(1, address).shiftRight(rest));
  }
}
