package io.strongroom.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import io.strongroom.token.InvalidValue;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in a tenant's chain: that many rows come before it and with it, and this is the hash
 * over all of them. Written {@code <seq>:<hash>}.
 *
 * @param hash 64 lower-case hex digits
 */
public record Link(long seq, String hash) {
  static final int HASH_BYTES = 32;

  /** Before the first row. */
  static final Link START = new Link(0, "0".repeat(2 * HASH_BYTES));

  private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,17}):([0-9a-f]{64})");

  static Link of(long seq, byte[] hash) {
    return new Link(seq, HexFormat.of().formatHex(hash));
  }

  /** Reads the written form; fails with the name of the member. */
  public static Link parse(String member, String text) {
    Matcher matcher = FORM.matcher(text);
    InvalidValue.unless(
        matcher.matches(), member, "must be <seq>:<hash>, the hash in 64 lower-case hex digits");
    return new Link(Long.parseLong(matcher.group(1)), matcher.group(2));
  }

  byte[] hashBytes() {
    return HexFormat.of().parseHex(hash);
  }

  boolean hasHash(byte[] other) {
    return MessageDigest.isEqual(hashBytes(), other);
  }

  @JsonValue
  @Override
  public String toString() {
    return seq + ":" + hash;
  }
}
