package io.strongroom.service;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/** API keys of the form that the service asks for: prefix, 40 base62 characters, checksum. */
public final class TestKeys {
  private static final String PREFIX = "strm_";
  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int LENGTH = 40;

  private TestKeys() {}

  /** A fresh key with a right checksum, which is the CRC-32 of all before its underscore. */
  public static String random() {
    var body =
        new SecureRandom()
            .ints(LENGTH, 0, BASE62.length())
            .mapToObj(i -> String.valueOf(BASE62.charAt(i)))
            .collect(Collectors.joining("", PREFIX, ""));
    return body + "_" + checksum(body);
  }

  /** The CRC-32 of ASCII text as 8 lower-case hex digits. */
  public static String checksum(String text) {
    var crc = new CRC32();
    crc.update(text.getBytes(US_ASCII));
    return String.format("%08x", crc.getValue());
  }
}
