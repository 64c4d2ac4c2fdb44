package io.strongroom.audit;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.Page;
import io.strongroom.token.KeyId;
import io.strongroom.token.Slot;
import io.strongroom.token.TenantId;
import io.strongroom.work.Recurring;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.logging.Logger;

/**
 * Counts the tokens that are handed over, by key, user and hour: there are too many for a row each.
 * A count costs its caller a look-up in memory; statements bring it to the database, a bounded
 * number of rows a second, and all at the stop.
 */
@Singleton
public class Fetches {
  private static final Logger LOG = Logger.getLogger(Fetches.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** The seconds of a turn, at least: the next one begins when all of the last is stored. */
  private static final int TURN = 5;

  private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(10);

  /** Keys and users that are told apart in one turn: some ten megabytes. */
  private static final int MOST = 50_000;

  /** Rows of one statement, and of a second: some hundredths of a core of the database. */
  private static final int BATCH = 1_000;

  private final FetchRows rows;
  private final AuditMeters meters;
  private final Tally<Fetched> tally = new Tally<>(MOST, Fetched::rest);
  private final Recurring flushes =
      new Recurring("counts of fetches", () -> storeSome().subscribeAsCompletionStage());

  /** What of the last turn is still to be stored; filled and emptied by one run and the stop. */
  private final Queue<List<Map.Entry<Fetched, Long>>> due = new ConcurrentLinkedQueue<>();

  /** Seconds since the last turn; touched by one run at a time. */
  private int passed;

  Fetches(FetchRows rows, AuditMeters meters) {
    this.rows = rows;
    this.meters = meters;
  }

  /** Who fetched whose token; the rest of a tenant has neither. */
  record Fetched(TenantId tenant, String environment, String uid, String key) {
    /** In which all instances take their locks. */
    static final Comparator<Fetched> ORDER =
        Comparator.comparing(Fetched::environment)
            .thenComparing(Fetched::uid)
            .thenComparing(Fetched::key);

    /** Written out, as is the hash: each fetch asks for both, and the generated ones are slower. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Fetched it
          && uid.equals(it.uid)
          && key.equals(it.key)
          && environment.equals(it.environment)
          && tenant.value().equals(it.tenant.value());
    }

    @Override
    public int hashCode() {
      return (uid.hashCode() * 31 + key.hashCode()) * 31 + tenant.value().hashCode();
    }

    private Fetched rest() {
      return new Fetched(tenant, "", "", "");
    }

    private boolean isRest() {
      return uid.isEmpty();
    }
  }

  /** A token of this slot was handed to this key. */
  public void count(KeyId key, Slot slot) {
    tally.add(
        new Fetched(slot.tenant(), slot.environment().value(), slot.uid().value(), key.value()), 1);
  }

  /** In the order of environments, users, hours and keys. */
  public Uni<Page<FetchCount>> list(TenantId tenant, FetchFilter filter, Page.Request page) {
    return rows.find(tenant, filter, page);
  }

  void begin(@Observes StartupEvent start, Vertx vertx) {
    flushes.every(EVERY, vertx);
  }

  /** When no request is under way any more, and the database is still there. */
  void stop(@Observes @Priority(6_000) ShutdownEvent stop) {
    flushes.stop();
    try {
      flush().await().atMost(PATIENCE_AT_STOP);
    } catch (RuntimeException e) {
      LOG.warn("The last counts of fetches could not be stored");
    }
  }

  /** Stores all that was counted. */
  Uni<Void> flush() {
    due.addAll(batches(tally.takeAll()));
    return storeDue();
  }

  private Uni<Void> storeDue() {
    return due.isEmpty() ? Uni.createFrom().voidItem() : storeNext().chain(this::storeDue);
  }

  private Uni<Void> storeSome() {
    passed++;
    if (due.isEmpty() && passed >= TURN) {
      passed = 0;
      due.addAll(batches(tally.take()));
    }
    return storeNext();
  }

  private Uni<Void> storeNext() {
    return Uni.createFrom().item(due::poll).onItem().ifNotNull().transformToUni(this::storeBatch);
  }

  /** Of one tenant each, and in the order in which all instances take their locks. */
  private static List<List<Map.Entry<Fetched, Long>>> batches(Map<Fetched, Long> counts) {
    Map<String, List<Map.Entry<Fetched, Long>>> byTenant = new TreeMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Fetched.ORDER))
        .forEach(
            count ->
                byTenant
                    .computeIfAbsent(count.getKey().tenant().value(), t -> new ArrayList<>())
                    .add(count));
    return byTenant.values().stream().flatMap(all -> batches(all).stream()).toList();
  }

  private static List<List<Map.Entry<Fetched, Long>>> batches(List<Map.Entry<Fetched, Long>> all) {
    List<List<Map.Entry<Fetched, Long>>> batches = new ArrayList<>();
    for (int i = 0; i < all.size(); i += BATCH) {
      batches.add(all.subList(i, Math.min(all.size(), i + BATCH)));
    }
    return batches;
  }

  /** What the database does not take is counted again. */
  private Uni<Void> storeBatch(List<Map.Entry<Fetched, Long>> batch) {
    return rows.add(batch.get(0).getKey().tenant(), batch)
        .invoke(() -> batch.forEach(this::meter))
        .onFailure()
        .invoke(
            failure -> {
              LOG.debug("counts are kept for the next turn", failure);
              batch.forEach(count -> tally.add(count.getKey(), count.getValue()));
            })
        .onFailure()
        .recoverWithNull();
  }

  private void meter(Map.Entry<Fetched, Long> count) {
    if (count.getKey().isRest()) {
      meters.undivided(count.getValue());
    }
  }
}
