package io.strongroom.peer;

import io.strongroom.peer.ChaosHistory.Kill;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Pauses, kills and restarts a provider at random moments; leaves it running. */
final class ProviderChaos {
  private static final int CALM_AT_MOST_MILLIS = 4_000;
  private static final int LEAST_PAUSE_MILLIS = 200;
  private static final int LONGEST_PAUSE_MILLIS = 8_000;

  /** Of a hundred acts so many are pauses; the rest are kills, half of them during a pause. */
  private static final int PAUSES = 70;

  private final Killable provider;
  private final Wire wire;
  private final ChaosHistory history;
  private final Runnable afterRestart;
  private final Random random;
  private int pauses;

  /**
   * @param afterRestart what is done each time the provider is there again
   */
  ProviderChaos(
      Killable provider, Wire wire, ChaosHistory history, Runnable afterRestart, long seed) {
    this.provider = provider;
    this.wire = wire;
    this.history = history;
    this.afterRestart = afterRestart;
    this.random = new Random(seed);
  }

  /** Every run has a pause and a kill, however short it is. */
  void run(Instant end) throws InterruptedException {
    calm();
    pause();
    calm();
    killAtRandom();
    while (Instant.now().isBefore(end)) {
      calm();
      if (random.nextInt(100) < PAUSES) {
        pause();
      } else {
        killAtRandom();
      }
    }
  }

  int pauses() {
    return pauses;
  }

  private void calm() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(random.nextInt(CALM_AT_MOST_MILLIS));
  }

  private void pause() throws InterruptedException {
    provider.pause();
    try {
      sleepForAPause();
    } finally {
      provider.resume();
    }
    pauses++;
  }

  private void killAtRandom() throws InterruptedException {
    if (random.nextBoolean()) {
      provider.pause();
      sleepForAPause();
    }
    kill();
  }

  /** Kills the provider and starts it again; nobody reaches it meanwhile. */
  void kill() {
    wire.shut();
    var sent = Instant.now();
    provider.kill();
    history.add(new Kill(sent, Instant.now()));
    provider.restart();
    wire.open();
    afterRestart.run();
  }

  private void sleepForAPause() throws InterruptedException {
    var pause =
        Duration.ofMillis(
            LEAST_PAUSE_MILLIS + random.nextInt(LONGEST_PAUSE_MILLIS - LEAST_PAUSE_MILLIS));
    TimeUnit.MILLISECONDS.sleep(pause.toMillis());
  }
}
