package io.strongroom.audit;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.DataDirectory;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings heads into the file of the data directory, on a thread of its own: a disk that is full,
 * slow or broken delays the file and nothing else. What the file has not taken is tried again.
 */
@Singleton
class HeadLog {
  private static final Logger LOG = Logger.getLogger(HeadLog.class);

  /** In the data directory. */
  static final String FILE = "audit-heads.log";

  /** Heads that wait: beyond it the oldest give way, and each that follows covers for them. */
  static final int MOST_WAITING = 10_000;

  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

  private final HeadFile file;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "audit-heads");
            // The JVM must be able to end while the disk hangs.
            made.setDaemon(true);
            return made;
          });

  /** Guarded by itself; added to by the sealer, taken from by the thread. */
  private final ArrayDeque<Head> waiting = new ArrayDeque<>();

  /** Written under the monitor of what waits. */
  private long lost;

  private boolean scheduled;

  /** Whether the last try to write has failed; written by the thread. */
  private volatile boolean failing;

  @Inject
  HeadLog(DataDirectory directory) {
    this(new HeadFile(directory.file(FILE), HeadFile.FULL_BYTES));
  }

  HeadLog(HeadFile file) {
    this.file = file;
  }

  /** Returns at once. */
  void add(Head head) {
    synchronized (waiting) {
      waiting.add(head);
      if (waiting.size() > MOST_WAITING) {
        waiting.remove();
        lost++;
      }
      if (!scheduled) {
        scheduled = true;
        thread.execute(this::write);
      }
    }
  }

  /** Heads that are not in the file yet. */
  int waiting() {
    synchronized (waiting) {
      return waiting.size();
    }
  }

  /** Heads that the file will never have, because it took none for too long. */
  long lost() {
    synchronized (waiting) {
      return lost;
    }
  }

  boolean isFailing() {
    return failing;
  }

  /** A tenant's heads in the file, read after whatever was added before. */
  Uni<KeptHeads> of(String tenant) {
    Uni<KeptHeads> read =
        Uni.createFrom()
            .emitter(
                emitter ->
                    thread.execute(
                        () -> {
                          try {
                            emitter.complete(read(tenant));
                          } catch (IOException | RuntimeException e) {
                            emitter.fail(e);
                          }
                        }));
    Context caller = Vertx.currentContext();
    return caller == null ? read : read.emitOn(next -> caller.runOnContext(now -> next.run()));
  }

  private KeptHeads read(String tenant) throws IOException {
    TreeMap<Long, List<Head>> heads = new TreeMap<>();
    int[] damaged = {0};
    file.read(
        line ->
            Head.ofLine(line)
                .ifPresentOrElse(
                    head -> {
                      if (head.tenant().equals(tenant)) {
                        heads.computeIfAbsent(head.link().seq(), n -> new ArrayList<>()).add(head);
                      }
                    },
                    () -> damaged[0]++));
    return new KeptHeads(heads, damaged[0]);
  }

  private void write() {
    for (List<Head> taken = taken(); !taken.isEmpty(); taken = taken()) {
      try {
        file.append(taken);
      } catch (IOException | RuntimeException e) {
        said(e);
        again();
        return;
      }
      said(null);
      forget(taken);
    }
  }

  private List<Head> taken() {
    synchronized (waiting) {
      scheduled = !waiting.isEmpty();
      return new ArrayList<>(waiting);
    }
  }

  private void again() {
    if (!thread.isShutdown()) {
      var unused = thread.schedule(this::write, AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Some may have given way to newer ones meanwhile. */
  private void forget(List<Head> written) {
    synchronized (waiting) {
      for (Head head : written) {
        if (waiting.peek() == head) {
          waiting.remove();
        }
      }
    }
  }

  private void said(@Nullable Exception failure) {
    boolean was = failing;
    failing = failure != null;
    if (failing && !was) {
      LOG.error("The file of audit heads takes nothing; it is tried again each second", failure);
    } else if (was && !failing) {
      LOG.info("The file of audit heads takes what it is given again");
    }
  }

  /** A disk that is well has taken the last heads by then. */
  void stop(@Observes @Priority(7_000) ShutdownEvent stop) {
    thread.shutdown();
  }
}
