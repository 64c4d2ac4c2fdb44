package io.strongroom.sandbox;

import io.vertx.core.Vertx;
import java.util.Optional;

/** One call to which a fault happens. */
final class FaultyCall {
  private final Provider provider;
  private final Vertx vertx;
  private final Arrival arrival;
  private final Fault fault;
  private final Reply reply;

  FaultyCall(Provider provider, Vertx vertx, Arrival arrival, Fault fault, Reply reply) {
    this.provider = provider;
    this.vertx = vertx;
    this.arrival = arrival;
    this.fault = fault;
    this.reply = reply;
  }

  /**
   * Decides the call now or never, or, for {@code slow}, after the delay, which then runs to its
   * end although the caller may have gone: that is what makes orphaned requests.
   */
  void run() {
    if (fault.kind() == FaultKind.SLOW) {
      long ignored = later(() -> reply.send(decided()));
    } else if (fault.commits()) {
      Answer answer = decided();
      whileCallerWaits(() -> spoil(answer));
    } else {
      provider.lose(arrival, fault);
      whileCallerWaits(() -> spoil(Answer.notFound()));
    }
  }

  private Answer decided() {
    return provider.decide(arrival, Optional.of(fault));
  }

  /** {@code answer} is the provider's own; only kinds that always commit look at it. */
  private void spoil(Answer answer) {
    switch (fault.kind()) {
      case SLOW, SLOW_REPLY -> reply.send(answer);
      case TRUNCATED -> reply.sendOnly(fault.cutAfterBytes(), answer);
      case RESET, LOST_REPLY -> reply.reset();
      case HANG -> reply.close();
      case THROTTLE, ERROR, GARBAGE, OVERSIZED, REDIRECT -> reply.send(fault.reply());
    }
  }

  private void whileCallerWaits(Runnable step) {
    if (fault.delay().isZero()) {
      step.run();
    } else {
      long timer = later(step);
      reply.whenOver(() -> vertx.cancelTimer(timer));
    }
  }

  private long later(Runnable step) {
    // A timer cannot be set for less than a millisecond.
    return vertx.setTimer(Math.max(1, fault.delay().toMillis()), id -> step.run());
  }
}
