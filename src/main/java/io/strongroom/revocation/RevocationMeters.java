package io.strongroom.revocation;

import io.micrometer.core.instrument.MeterRegistry;
import io.strongroom.revocation.QueuedItem.Settled;
import io.strongroom.revocation.UpstreamOutcome.State;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what came of asking upstreams, and how many tokens wait. */
@Singleton
class RevocationMeters {
  private static final String OUTCOMES = "strongroom.upstream.revocations";
  private static final String WAITING = "strongroom.upstream.revocations.waiting";

  private final MeterRegistry registry;

  /** As it was when it was last counted, over all instances. */
  private final AtomicLong waiting = new AtomicLong();

  RevocationMeters(MeterRegistry registry) {
    this.registry = registry;
    var unused = registry.gauge(WAITING, waiting);
    for (State state : State.values()) {
      if (state != State.PENDING) {
        count(state, 0);
      }
    }
  }

  void count(List<Settled> settled) {
    for (Settled one : settled) {
      UpstreamOutcome outcome = one.outcome();
      if (outcome != null && outcome.state() != State.PENDING) {
        count(outcome.state(), 1);
      }
    }
  }

  void gaveUp(int many) {
    count(State.FAILED, many);
  }

  void waiting(long many) {
    waiting.set(many);
  }

  private void count(State state, int many) {
    registry.counter(OUTCOMES, "outcome", state.word()).increment(many);
  }
}
