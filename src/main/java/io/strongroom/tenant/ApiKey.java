package io.strongroom.tenant;

import io.strongroom.token.SecretText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * The text of an API key: {@code strm_}, 40 base62 characters (238 random bits), {@code _} and the
 * CRC-32 of all before that underscore as 8 lower-case hex digits.
 *
 * <p>The prefix is for secret scanners, the checksum tells a typo from an unknown key without
 * asking the database.
 */
public final class ApiKey {
  private static final String PREFIX = "strm_";
  private static final int RANDOM_CHARACTERS = 40;
  private static final int CHECKSUM_DIGITS = 8;
  private static final int LENGTH = PREFIX.length() + RANDOM_CHARACTERS + 1 + CHECKSUM_DIGITS;
  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final SecretText text;
  private final byte[] hash;

  private ApiKey(SecretText text) {
    this.text = text;
    this.hash = sha256(text);
  }

  static ApiKey random(RandomGenerator random) {
    StringBuilder key = new StringBuilder(LENGTH).append(PREFIX);
    for (int i = 0; i < RANDOM_CHARACTERS; i++) {
      key.append(BASE62.charAt(random.nextInt(BASE62.length())));
    }
    return new ApiKey(SecretText.of(key + "_" + checksum(key.toString())));
  }

  /**
   * @throws KeyRefused naming the first of prefix, length and format that is wrong
   */
  static ApiKey parse(String text) {
    if (text.isEmpty()) {
      throw KeyRefused.empty();
    }
    if (!text.startsWith(PREFIX)) {
      throw KeyRefused.prefix();
    }
    if (text.length() != LENGTH) {
      throw KeyRefused.length();
    }
    int end = LENGTH - CHECKSUM_DIGITS - 1;
    if (!isOfBase62(text, PREFIX.length(), end)
        || text.charAt(end) != '_'
        || !text.endsWith(checksum(text.substring(0, end)))) {
      throw KeyRefused.format();
    }
    return new ApiKey(SecretText.of(text));
  }

  /** Shown to the one who asked for the key, this once. */
  public SecretText text() {
    return text;
  }

  /** SHA-256; with over 230 random bits there is nothing a slow hash would add. */
  byte[] hash() {
    return hash.clone();
  }

  /** Compares hashes in constant time. */
  boolean is(ApiKey other) {
    return hasHash(other.hash);
  }

  /** Compares in constant time. */
  boolean hasHash(byte[] other) {
    return MessageDigest.isEqual(hash, other);
  }

  private static byte[] sha256(SecretText text) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(text.reveal().getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isOfBase62(String text, int from, int end) {
    for (int i = from; i < end; i++) {
      char one = text.charAt(i);
      boolean known =
          one >= '0' && one <= '9' || one >= 'A' && one <= 'Z' || one >= 'a' && one <= 'z';
      if (!known) {
        return false;
      }
    }
    return true;
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
