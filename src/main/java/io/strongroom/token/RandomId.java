package io.strongroom.token;

import java.util.random.RandomGenerator;

/** Makes identifiers of the form {@code [a-z0-9]{20}}: 103 random bits, enough never to meet. */
public final class RandomId {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 20;

  private RandomId() {}

  public static String next(RandomGenerator random) {
    StringBuilder id = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
