package io.strongroom.upstream;

import io.strongroom.service.Crowd;
import io.strongroom.service.Entrusted;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The grants that the table of verdicts tells apart. */
enum TestGrant {
  X_TOKEN,
  ROTATING;

  /** Long enough for a call on a busy machine. */
  private static final int TIMEOUT_MILLIS = 15_000;

  /** As long as callers wait in vain. */
  private static final int SHORT_TIMEOUT_MILLIS = 700;

  boolean rotates() {
    return this == ROTATING;
  }

  /** Those whose verdicts differ, at once: much of it is waiting. */
  static void each(Consumer<TestGrant> work) {
    TestGrant[] grants = values();
    Crowd.of(grants.length).share(grants.length, i -> work.accept(grants[i]));
  }

  /** A user whose environment waits only shortly where the fate is to wait. */
  Entrusted entrust(Map<String, Object> settings, Fate fate) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("timeoutMillis", fate.waits() ? SHORT_TIMEOUT_MILLIS : TIMEOUT_MILLIS);
    all.put("lateReplySeconds", 0);
    return switch (this) {
      case X_TOKEN -> Entrusted.xToken(all);
      case ROTATING -> Entrusted.refreshToken(all);
    };
  }
}
