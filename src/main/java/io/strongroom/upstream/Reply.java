package io.strongroom.upstream;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** What came of one call. */
sealed interface Reply {

  /**
   * The upstream answered.
   *
   * @param body at most 64 KiB
   * @param whole whether that is all of it; of a longer body nothing is kept
   */
  record Answer(int status, @Nullable String retryAfter, Buffer body, boolean whole)
      implements Reply {

    Answer(int status, @Nullable String retryAfter, Buffer body) {
      this(status, retryAfter, body, true);
    }
  }

  /** The upstream did not answer, or not in a way that can be read to its end. */
  record Lost(Point point, String detail) implements Reply {}

  /** How far a call got: whether the upstream can have acted on it. */
  enum Point {
    /** The address is not one that may be connected to. */
    FORBIDDEN_ADDRESS,
    /** No byte of the request was sent: name not found, connection refused, handshake failed. */
    BEFORE_SENDING,
    /** The request was sent, and the time ran out. */
    TIMEOUT,
    /** The request was sent, and the connection was cut. */
    CUT
  }
}
