package io.strongroom.crash;

import static org.awaitility.Awaitility.await;

import io.strongroom.history.History;
import io.strongroom.sandbox.Provider;
import io.strongroom.service.Callers;
import io.strongroom.service.Callers.Answer;
import java.net.URI;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.core.ConditionTimeoutException;

/** What became of accounts: asks the service, the provider and the database. */
final class Aftermath {
  private static final int ASKED_AT_ONCE = 8;
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Provider provider;
  private final History history;

  Aftermath(Provider provider, History history) {
    this.provider = provider;
    this.history = history;
  }

  /** A connection to the vault's database. */
  interface Access {
    Connection connect() throws Exception;
  }

  /**
   * Asks for every account until its fate is decided.
   *
   * @param since when all of them worked for the last time
   * @param back when the service was there again
   * @param graceHolds whether it was back before half of a grace was over
   */
  List<AccountState> of(
      AccountGroup group,
      URI service,
      Access database,
      Instant since,
      Instant back,
      boolean graceHolds)
      throws Exception {
    List<Boolean> working = inParallel(group.uids(), uid -> works(group.callers(service), uid));
    Map<String, Long> decided = Rotations.decided(provider, since, back);
    Map<String, Long> recorded;
    try (Connection connection = database.connect()) {
      recorded = Rotations.recorded(connection, group.tenantId(), since, back);
    }
    List<AccountState> states = new ArrayList<>();
    for (int i = 0; i < working.size(); i++) {
      String uid = group.uids().get(i);
      states.add(
          new AccountState(
              uid,
              graceHolds && !group.grace().isZero(),
              group.family(uid).alive(),
              working.get(i),
              decided.getOrDefault(uid, 0L),
              recorded.getOrDefault(uid, 0L)));
    }
    return states;
  }

  /** A stored token may be there without a master token that is worth anything: so one exchange. */
  private boolean works(Callers callers, String uid) {
    return settled(() -> history.issue(uid, () -> callers.issue(uid).join()))
        && settled(
            () ->
                history.issue(uid, () -> callers.issueNewer(uid, history.generation(uid)).join()));
  }

  private static boolean settled(Callable<Answer> ask) {
    try {
      return await()
              .atMost(SETTLES_WITHIN)
              .pollDelay(Duration.ZERO)
              .pollInterval(PAUSE)
              .ignoreExceptions()
              .until(ask, answer -> answer.status() == 200 || answer.status() == 409)
              .status()
          == 200;
    } catch (ConditionTimeoutException never) {
      return false;
    }
  }

  /** A question about one account. */
  private interface Question<T> {
    T ask(String uid) throws Exception;
  }

  private static <T> List<T> inParallel(List<String> uids, Question<T> question) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(ASKED_AT_ONCE);
    try {
      List<Callable<T>> all = new ArrayList<>();
      uids.forEach(uid -> all.add(() -> question.ask(uid)));
      List<T> answers = new ArrayList<>();
      for (Future<T> answer : threads.invokeAll(all)) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }
}
