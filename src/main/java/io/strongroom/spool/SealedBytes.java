package io.strongroom.spool;

import java.util.Arrays;

/** Bytes that were sealed before they came here: cannot be changed and do not print. */
public final class SealedBytes {
  private final byte[] bytes;

  private SealedBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  public static SealedBytes of(byte[] bytes) {
    return new SealedBytes(bytes.clone());
  }

  /** A copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  public int length() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SealedBytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "[" + bytes.length + " sealed bytes]";
  }
}
