package io.strongroom.cluster;

import io.strongroom.history.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Does to a cluster, one after the other, whatever may happen to one. */
final class Troubles {
  private static final Duration LONGEST = Duration.ofSeconds(6);
  private static final Duration BETWEEN = Duration.ofSeconds(3);

  private enum Kind {
    KILL,
    STOP,
    CUT,
    BLACK_HOLE,
    RESTART_FAST,
    RESTART_AT_ONCE
  }

  private final Cluster cluster;
  private final Random random;
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private final List<Times> all = new CopyOnWriteArrayList<>();
  private final List<String> story = new CopyOnWriteArrayList<>();

  Troubles(Cluster cluster, Random random) {
    this.cluster = cluster;
    this.random = random;
  }

  /** Until a moment; then everything is as it should be again. */
  void until(Instant end) {
    while (Instant.now().isBefore(end)) {
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      counts.merge(kind, 1, Integer::sum);
      Instant begun = Instant.now();
      int instance = random.nextInt(Cluster.INSTANCES);
      make(kind, instance);
      all.add(new Times(begun, Instant.now()));
      story.add(begun + " to " + Instant.now() + " " + kind + " " + instance);
      rest(BETWEEN);
    }
  }

  private void make(Kind kind, int instance) {
    switch (kind) {
      case KILL -> {
        cluster.service(instance).kill9();
        rest(LONGEST);
        cluster.startAgain(instance);
      }
      case STOP -> {
        cluster.service(instance).freeze();
        rest(LONGEST);
        cluster.service(instance).thaw();
      }
      case CUT -> cluster.proxy(instance).resetAll();
      case BLACK_HOLE -> {
        cluster.proxy(instance).swallow();
        rest(LONGEST);
        cluster.proxy(instance).heal();
      }
      case RESTART_FAST -> {
        cluster.postgres().stopFast();
        cluster.postgres().startAgain();
      }
      case RESTART_AT_ONCE -> {
        cluster.postgres().stopAtOnce();
        cluster.postgres().startAgain();
      }
    }
  }

  private void rest(Duration most) {
    LockSupport.parkNanos((long) (most.toNanos() * random.nextDouble()));
  }

  /** When something was not as it should be. */
  List<Times> all() {
    return Collections.unmodifiableList(all);
  }

  /** A line for each. */
  List<String> story() {
    return Collections.unmodifiableList(story);
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
