package io.strongroom.audit;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.seal.ServiceSigner;
import io.strongroom.token.FaultCode;
import io.strongroom.work.Recurring;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Gives rows that acts have written their places in their tenants' chains, and signs where each
 * chain ends. Any instance does it, one at a time for each tenant; who comes second goes on.
 *
 * <p>Only a head whose signature is right is extended: were it otherwise, the next signature would
 * make good what somebody has put there.
 */
@Singleton
class Sealer {
  private static final Logger LOG = Logger.getLogger(Sealer.class);
  private static final Duration EVERY = Duration.ofMillis(500);

  /** Rows of one transaction: some tens of milliseconds. */
  static final int BATCH = 1_000;

  /** Tenants of one turn; the others are found in the next. */
  private static final int MOST_TENANTS = 200;

  private final Database database;
  private final Signing signing;
  private final ChainRows rows;
  private final HeadLog heads;
  private final AuditMeters meters;
  private final Recurring turns =
      new Recurring("sealing", () -> turn().invoke(this::said).subscribeAsCompletionStage());

  Sealer(Database database, Signing signing, ChainRows rows, HeadLog heads, AuditMeters meters) {
    this.database = database;
    this.signing = signing;
    this.rows = rows;
    this.heads = heads;
    this.meters = meters;
  }

  void begin(@Observes StartupEvent start, Vertx vertx) {
    turns.every(EVERY, vertx);
  }

  /** What is left unsealed, another instance or the next life seals. */
  void stop(@Observes @Priority(1) ShutdownEvent stop) {
    turns.stop();
  }

  private void said(int broken) {
    if (broken > 0 && meters.broken() == 0) {
      LOG.errorf(
          "%d tenants' audits cannot be sealed: somebody has changed where they end", broken);
    }
    meters.broken(broken);
  }

  /**
   * Seals what waits.
   *
   * @return how many tenants' chains cannot be extended
   */
  Uni<Integer> turn() {
    return signing
        .signer()
        .chain(signer -> rows.waiting(MOST_TENANTS).chain(tenants -> sealAll(tenants, signer)));
  }

  private Uni<Integer> sealAll(List<String> tenants, ServiceSigner signer) {
    return Multi.createFrom()
        .iterable(tenants)
        .onItem()
        .transformToUniAndConcatenate(tenant -> seal(tenant, signer))
        .collect()
        .asList()
        .map(broken -> (int) broken.stream().filter(is -> is).count());
  }

  /** True where the tenant's chain is broken; one such must not keep the others waiting. */
  private Uni<Boolean> seal(String tenant, ServiceSigner signer) {
    return Uni.createFrom()
        .deferred(() -> batch(tenant, signer))
        .repeat()
        .whilst(count -> count == BATCH && !turns.isStopped())
        .collect()
        .last()
        .replaceWith(false)
        .onFailure(failure -> !FaultCode.VAULT_UNAVAILABLE.isOf(failure))
        .recoverWithItem(
            failure -> {
              LOG.debugf(failure, "The audit of tenant %s is not sealed", tenant);
              return true;
            });
  }

  /** The number of rows that were sealed. */
  private Uni<Integer> batch(String tenant, ServiceSigner signer) {
    return database
        .write(connection -> batch(connection, tenant, signer))
        .invoke(batch -> batch.ifPresent(it -> heads.add(it.head())))
        .map(batch -> batch.map(Sealed::count).orElse(0));
  }

  private Uni<Optional<Sealed>> batch(
      SqlConnection connection, String tenant, ServiceSigner signer) {
    return rows.lock(connection, tenant)
        .chain(
            locked ->
                locked.isEmpty()
                    ? begin(connection, tenant, signer)
                    : Uni.createFrom().item(locked))
        .chain(
            locked ->
                locked.isEmpty()
                    ? Uni.createFrom().item(Optional.empty())
                    : extend(connection, tenant, signer, locked.get(0)));
  }

  /** Without a head that could be locked: it is another's now, or it was never there. */
  private Uni<List<ChainRows.LockedHead>> begin(
      SqlConnection connection, String tenant, ServiceSigner signer) {
    Head first = Head.signed(signer, tenant, Link.START, 0);
    return rows.begin(connection, first, Head.signedAnchor(signer, tenant, Link.START))
        .chain(
            begun ->
                begun
                    ? rows.lock(connection, tenant)
                    : rows.state(tenant).invoke(Sealer::requireHead).replaceWith(List.of()));
  }

  private static void requireHead(ChainState state) {
    if (state.head() == null && state.highest() != null) {
      throw new Broken("its head is gone");
    }
  }

  private Uni<Optional<Sealed>> extend(
      SqlConnection connection, String tenant, ServiceSigner signer, ChainRows.LockedHead locked) {
    Head head = locked.state().head();
    if (head == null || !head.isSignedBy(signer)) {
      throw new Broken("its head was changed");
    }
    return rows.unsealed(connection, tenant, BATCH)
        .chain(
            events ->
                events.isEmpty()
                    ? Uni.createFrom().item(Optional.empty())
                    : write(connection, signer, head.link(), locked.nowMicros(), events));
  }

  private Uni<Optional<Sealed>> write(
      SqlConnection connection,
      ServiceSigner signer,
      Link from,
      long nowMicros,
      List<StoredEvent> events) {
    List<Link> links = new ArrayList<>(events.size());
    Link last = from;
    for (StoredEvent event : events) {
      last = ChainHash.next(last, event);
      links.add(last);
    }
    Head head = Head.signed(signer, events.get(0).tenant(), last, nowMicros);
    return rows.seal(connection, head, events, links)
        .replaceWith(Optional.of(new Sealed(head, events.size())));
  }

  private record Sealed(Head head, int count) {}

  /** A chain that must not be extended. */
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken(String why) {
      super(why, null, false, false);
    }
  }
}
