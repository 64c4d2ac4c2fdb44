package io.strongroom.quota;

import org.jspecify.annotations.Nullable;

/**
 * What a call was charged to.
 *
 * @param window the tightest; null where no limit is set. A refusal is a window that did not admit
 *     the call, not a failure.
 */
record Charge(@Nullable Window window) {
  static final Charge NONE = new Charge(null);
}
