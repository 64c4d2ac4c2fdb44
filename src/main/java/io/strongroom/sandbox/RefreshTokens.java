package io.strongroom.sandbox;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes and reads refresh tokens. A token carries its family's id and its own number under a tag,
 * so a replaced one is recognised for ever without being kept.
 */
final class RefreshTokens {
  /** Which token of which family a value is. */
  record Stamp(String familyId, long number) {}

  private static final Pattern FORM = Pattern.compile("(rt_([0-9a-f]{16})_([0-9]{1,18}))_(.+)");

  private final byte[] key;

  RefreshTokens(byte[] key) {
    this.key = key.clone();
  }

  String make(String familyId, long number) {
    String stamp = "rt_" + familyId + "_" + number;
    return stamp + "_" + Digest.tag(key, stamp);
  }

  /** Empty for a value that was not made here. */
  Optional<Stamp> read(String value) {
    Matcher form = FORM.matcher(value);
    if (!form.matches() || !Digest.same(form.group(4), Digest.tag(key, form.group(1)))) {
      return Optional.empty();
    }
    return Optional.of(new Stamp(form.group(2), Long.parseLong(form.group(3))));
  }
}
