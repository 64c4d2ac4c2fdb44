package io.strongroom.quota;

/** A subject with its limit of calls an hour. */
record Limited(Subject subject, long limit) {
  /** From here on calls are counted in blocks. */
  private static final long IN_BLOCKS = 2_000;

  boolean inBlocks() {
    return limit >= IN_BLOCKS;
  }
}
