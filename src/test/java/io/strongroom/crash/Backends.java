package io.strongroom.crash;

import io.strongroom.history.History;
import io.strongroom.service.Callers;
import io.strongroom.service.Callers.Answer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Callers who ask for tokens of all accounts without a pause, distrust what they have and drop it,
 * until the service is gone or they are stopped.
 */
final class Backends implements AutoCloseable {
  private static final int CALLERS = 6;
  private static final int STOP_SECONDS = 90;

  /** Shares of calls; the rest asks for whatever there is. */
  private static final double DISTRUSTS = 0.4;

  private static final double DROPS = 0.3;

  private final History history;
  private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
  private volatile boolean stopped;

  Backends(List<AccountGroup> groups, URI service, History history, Random random) {
    this.history = history;
    List<Account> accounts = new ArrayList<>();
    for (AccountGroup group : groups) {
      Callers callers = group.callers(service);
      group.uids().forEach(uid -> accounts.add(new Account(uid, callers)));
    }
    for (int i = 0; i < CALLERS; i++) {
      Random own = new Random(random.nextLong());
      threads.execute(() -> askUntilStopped(accounts, own));
    }
  }

  private record Account(String uid, Callers callers) {}

  private void askUntilStopped(List<Account> accounts, Random random) {
    while (!stopped) {
      try {
        ask(accounts.get(random.nextInt(accounts.size())), random);
      } catch (CompletionException brokenOff) {
        // The service died under this call, or is dead: the round is over for this caller.
        return;
      }
    }
  }

  private void ask(Account account, Random random) {
    boolean distrusts = random.nextDouble() < DISTRUSTS;
    String uid = account.uid();
    long known = distrusts ? history.generation(uid) : 0;
    Answer answer = history.issue(uid, () -> account.callers().issueNewer(uid, known).join());
    if (answer.status() == 200 && random.nextDouble() < DROPS) {
      history.drop(uid, answer.token(), () -> account.callers().drop(answer.token()).join());
    }
  }

  /** Returns when the last caller has gone. */
  @Override
  public void close() {
    stopped = true;
    threads.shutdown();
    try {
      if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a caller is never answered");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
