package io.strongroom.vault;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Audit;
import io.strongroom.seal.TenantKeys;
import io.strongroom.tenant.Caller.KeyHolder;
import io.strongroom.tenant.Keyring;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.SecretText;
import io.strongroom.token.Slot;
import io.strongroom.token.TenantId;
import io.strongroom.token.Ticks;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The story of a request: read, decide, and where it must be, exchange and read again. */
@Singleton
public class Vault {
  /** Beyond the upstream's time: for the record, and for the flight's own answer to arrive. */
  private static final Duration RECORD_TIME = Duration.ofMillis(500);

  private final Audit audit;
  private final SlotMemory slots;
  private final Keyring keyring;
  private final SparedUpstream spared;
  private final DropStorms storms;
  private final Flights flights;
  private final BackgroundRefresh background;
  private final TokenLookup lookup;
  private final LiveInspections live;
  private final Ticks ticks;

  Vault(
      Audit audit,
      SlotMemory slots,
      Keyring keyring,
      SparedUpstream spared,
      DropStorms storms,
      Flights flights,
      BackgroundRefresh background,
      TokenLookup lookup,
      LiveInspections live,
      Ticks ticks) {
    this.audit = audit;
    this.slots = slots;
    this.keyring = keyring;
    this.spared = spared;
    this.storms = storms;
    this.flights = flights;
    this.background = background;
    this.lookup = lookup;
    this.live = live;
    this.ticks = ticks;
  }

  /**
   * Gives a usable client token: the stored one, else a new one.
   *
   * <p>A caller that goes away ends its own waiting and nothing else.
   */
  public Uni<IssuedToken> issue(KeyHolder caller, IssueRequest request) {
    IssuedToken remembered = remembered(caller.tenant(), request);
    return remembered != null
        ? Uni.createFrom().item(remembered)
        : issue(caller, request, new Wait());
  }

  /** What memory alone can answer; null where something is to be read, said or done. */
  private @Nullable IssuedToken remembered(TenantId tenant, IssueRequest request) {
    SlotView view = slots.find(tenant, request);
    TenantKeys keys = keyring.find(tenant);
    if (view == null || keys == null) {
      return null;
    }
    return Decision.of(view, request) instanceof Decision.Serve serve
            && serve.isSettled(view.now())
            && keys.know(serve.token().sealed())
        ? opened(keys, view, serve, IssuedToken.Source.MEMORY)
        : null;
  }

  /** Forgets a client token, by its value, wherever this tenant's slots hold it. */
  public Uni<Dropped> drop(KeyHolder caller, SecretText token) {
    return keyring
        .of(caller.tenant())
        .chain(keys -> lookup.drop(caller.tenant(), caller.key(), keys.hash(token)));
  }

  /** What a client token is, if it is a living one of this tenant. */
  public Uni<Inspection> inspect(KeyHolder caller, SecretText token) {
    return keyring
        .of(caller.tenant())
        .chain(keys -> lookup.inspect(caller.tenant(), keys.hash(token)));
  }

  /** The same, and what its upstream says of it; of others' tokens nobody is asked. */
  public Uni<Inspection> inspectLive(KeyHolder caller, SecretText token) {
    return inspect(caller, token)
        .chain(
            inspection ->
                inspection instanceof Inspection.Active active
                    ? askUpstream(caller, token, active)
                    : Uni.createFrom().item(inspection));
  }

  private Uni<Inspection> askUpstream(
      KeyHolder caller, SecretText token, Inspection.Active active) {
    return keyring
        .of(caller.tenant())
        .chain(keys -> live.ask(keys, active.slot(), token, keys.hash(token)))
        .map(active::with);
  }

  private Uni<IssuedToken> issue(KeyHolder caller, IssueRequest request, Wait wait) {
    return slots.read(caller.tenant(), request).chain(view -> act(caller, request, wait, view));
  }

  private Uni<IssuedToken> act(KeyHolder caller, IssueRequest request, Wait wait, SlotView view) {
    Decision decision = Decision.of(view, request);
    if (decision instanceof Decision.Serve serve) {
      return serve(caller, view, serve);
    }
    if (decision instanceof Decision.Refuse refuse) {
      throw refuse.fault().exception();
    }
    RememberedFailure failure = view.failure();
    if (request.payment() == null && failure != null && failure.claim().equals(wait.waitedFor)) {
      throw failure.fault(view.now()).exception();
    }
    return exchange(caller, request, wait, view);
  }

  private Uni<IssuedToken> serve(KeyHolder caller, SlotView view, Decision.Serve serve) {
    if (serve.refresh()) {
      background.start(view, caller.key());
    }
    return keyring
        .of(view.slot().tenant(), serve.token().sealed())
        .map(keys -> opened(keys, view, serve, IssuedToken.Source.VAULT));
  }

  private static IssuedToken opened(
      TenantKeys keys, SlotView view, Decision.Serve serve, IssuedToken.Source source) {
    HeldToken held = serve.token();
    return new IssuedToken(
        keys.open(held.sealed(), SlotRecord.place(view.slot())),
        held.tokenType(),
        view.slot(),
        held.scopes(),
        view.generation(),
        held.issuedAt(),
        held.expiresAt(),
        source,
        serve.stale(),
        held.previouslyDropped());
  }

  private Uni<IssuedToken> exchange(
      KeyHolder caller, IssueRequest request, Wait wait, SlotView view) {
    Duration left = wait.left(view.timeout());
    if (left.toMillis() <= 0) {
      throw tooLate(view.slot()).exception();
    }
    return spared
        .requireWilling(view)
        .chain(() -> storms.space(caller.key(), view.slot()))
        .chain(() -> ride(caller, request, wait, view, left));
  }

  private Uni<IssuedToken> ride(
      KeyHolder caller, IssueRequest request, Wait wait, SlotView view, Duration left) {
    Cause cause = new Cause(caller.key(), request.payment(), audit.actor());
    Flights.Seat seat = flights.board(view, cause);
    return seat.result()
        .ifNoItem()
        .after(left)
        .fail()
        .onFailure(TimeoutException.class)
        .transform(late -> tooLate(view.slot()).exception())
        .chain(recorded -> receive(caller, request, wait, seat, recorded));
  }

  private Uni<IssuedToken> receive(
      KeyHolder caller, IssueRequest request, Wait wait, Flights.Seat seat, Recorded recorded) {
    if (recorded instanceof Recorded.Taken taken
        && seat.suits(taken.token(), request.newerThan())) {
      return Uni.createFrom().item(taken.token());
    }
    if (recorded instanceof Recorded.Failed failed) {
      throw failed.fault().exception();
    }
    if (recorded instanceof Recorded.ReadAgain again) {
      wait.waitedFor = again.waitedFor();
    }
    return issue(caller, request, wait);
  }

  private static Fault tooLate(Slot slot) {
    return Fault.of(
            FaultCode.UPSTREAM_TIMEOUT,
            "The exchange for client " + slot.client() + " goes on, and did not end in time")
        .retryAfter(Duration.ofSeconds(1));
  }

  /** How long one caller has waited, and for what; touched by one chain of steps only. */
  private final class Wait {
    private final long start = ticks.nanos();
    private @Nullable UUID waitedFor;

    Duration left(Duration timeout) {
      return timeout.plus(RECORD_TIME).minusNanos(ticks.nanos() - start);
    }
  }
}
