package io.strongroom;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The order of the end. The JVM runs its shutdown hooks at the same time; Quarkus' own waits for
 * the work in flight, whose outcomes still have to reach the database. So the hook that stops the
 * database waits until {@link #exit} says that Quarkus has ended, which it does after a signal,
 * after a command and after a failed start alike.
 */
final class Ending {
  /** Longer than requests and detached work are awaited: beyond it the service hangs. */
  private static final Duration SERVICE_STOPS_WITHIN = Duration.ofSeconds(90);

  private final CountDownLatch serviceEnded = new CountDownLatch(1);

  /** Set by the hook: from then on a start that breaks off was told to. */
  private volatile boolean signalled;

  /** Set by the main thread before {@link #serviceEnded}, read by the hook after it. */
  private volatile Runnable lastAct = () -> {};

  private Ending() {}

  /** Stands ready for signals from now on. */
  static Ending begin() {
    Ending ending = new Ending();
    Runtime.getRuntime().addShutdownHook(new Thread(ending::awaitServiceThenAct, "last act"));
    return ending;
  }

  /** Has something done when the service has ended, however it ends short of a kill. */
  void afterTheService(Runnable act) {
    lastAct = act;
  }

  private void awaitServiceThenAct() {
    signalled = true;
    try {
      if (!serviceEnded.await(SERVICE_STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("Strongroom did not end in time; its database is stopped all the same.");
      }
      lastAct.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      System.err.println(StartFailure.sentence(e));
    }
  }

  /** Ends the process. After a signal the JVM is ending already and keeps its own exit code. */
  void exit(int code, @Nullable Throwable failure) {
    if (failure != null && !signalled) {
      Logger.getLogger(Strongroom.class).debug("The start failed", failure);
      System.err.println("Strongroom does not start. " + StartFailure.sentence(failure));
    }
    serviceEnded.countDown();
    System.exit(code);
  }
}
