package io.strongroom.vault;

import io.strongroom.simulation.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One account in the database of the simulation: its master token, its claim, its client token and
 * the lives of those who take claims. Each method is one transaction.
 */
final class SimulatedAccount {
  private final Scheduler scheduler;
  private final ClaimRules.Terms terms;
  private final PlantedInExchange planted;
  private final double rate;
  private final Map<UUID, Life> lives = new HashMap<>();
  private final Set<UUID> overtaken = new HashSet<>();
  private @Nullable Claim claim;
  private long master;
  private boolean refused;
  private long writerFence;
  private long made;
  private @Nullable String violation;

  SimulatedAccount(Scheduler scheduler, ClaimRules.Terms terms, PlantedInExchange planted) {
    this.scheduler = scheduler;
    this.terms = terms;
    this.planted = planted;
    this.rate = 1 + (scheduler.random().nextDouble() - 0.5) * 0.02;
  }

  private record Life(Instant leaseUntil, boolean settled) {}

  /**
   * A claim that was taken.
   *
   * @param version of the master token to send
   */
  record Taken(UUID claim, long fence, long version) {}

  private Instant now() {
    return Instant.EPOCH.plusNanos((long) (scheduler.now() * rate));
  }

  private UUID next() {
    return new UUID(0, ++made);
  }

  private static UUID version(long master) {
    return new UUID(1, master);
  }

  long master() {
    return master;
  }

  /** Whether no exchange is tried any more, because the provider has refused the master token. */
  boolean isRefused() {
    return refused;
  }

  /** What broke a rule, the first time. */
  @Nullable String violation() {
    return violation;
  }

  /** Whether there is something for those who look after lost calls. */
  boolean hasLostCall() {
    Loss loss = new StoredClaim(claim, Senders.SETTLED).loss(now());
    return loss != null && loss.version().equals(version(master));
  }

  /** Begins a life; what an earlier one of the same place has claimed, it ends. */
  UUID beginLife(@Nullable UUID former) {
    if (former != null && claim != null && isHeldBy(claim, former)) {
      claim = ended(claim, Claim.State.UNKNOWN);
    }
    UUID life = next();
    lives.put(life, new Life(now().plus(Takeover.LEASE), false));
    return life;
  }

  private static boolean isHeldBy(Claim claim, UUID life) {
    return claim.life().equals(life) && claim.state() == Claim.State.CLAIMED;
  }

  void renew(UUID life) {
    lives.computeIfPresent(
        life, (id, present) -> new Life(now().plus(Takeover.LEASE), present.settled));
  }

  /** Says that nothing of it is in a spool any more. */
  void settle(UUID life) {
    lives.computeIfPresent(life, (id, present) -> new Life(present.leaseUntil, true));
  }

  /** Takes the claim if the rules allow it; null where they do not. */
  @Nullable Taken take(UUID life, Silence silence) {
    Instant now = now();
    ClaimRules.Answer answer =
        ClaimRules.decide(seen(), version(master), terms, absence(silence, now), now);
    if (refused || !(answer instanceof ClaimRules.Answer.Take take)) {
      return null;
    }
    UUID id = next();
    claim =
        new Claim(
            id,
            life,
            take.fence(),
            Claim.State.CLAIMED,
            now.plus(terms.lease()),
            now,
            version(master),
            take.repair());
    return new Taken(id, take.fence(), master);
  }

  private @Nullable Claim seen() {
    return claim != null && planted == PlantedInExchange.KEEP_NO_DISTANCE
        ? new Claim(
            claim.id(),
            claim.life(),
            claim.fence(),
            claim.state(),
            claim.leaseUntil(),
            claim.startedAt(),
            claim.masterVersion(),
            null)
        : claim;
  }

  private ClaimRules.Absence absence(Silence silence, Instant now) {
    StoredClaim stored = new StoredClaim(claim, senders(now));
    return planted == PlantedInExchange.WAIT_FOR_NOBODY
        ? new ClaimRules.Absence(false, Duration.ofHours(1))
        : ClaimRules.Absence.of(stored, silence, now);
  }

  private Senders senders(Instant now) {
    Loss loss = new StoredClaim(claim, Senders.SETTLED).loss(now);
    if (claim == null || loss == null) {
      return Senders.SETTLED;
    }
    Set<UUID> lost =
        planted == PlantedInExchange.WAIT_FOR_THE_LAST ? Set.of(claim.life()) : loss.lives();
    Map<Boolean, Set<UUID>> unsettled =
        lost.stream()
            .filter(life -> !lives.get(life).settled)
            .collect(
                Collectors.partitioningBy(
                    life -> now.isBefore(lives.get(life).leaseUntil), Collectors.toSet()));
    return new Senders(unsettled.get(true), unsettled.get(false));
  }

  void extend(SimulatedCall call) {
    if (holdsClaim(call) && claim != null) {
      claim = changed(claim, Claim.State.CLAIMED, now().plus(terms.lease()));
    }
  }

  private boolean holdsClaim(SimulatedCall call) {
    return claim != null && claim.id().equals(call.claim()) && claim.state() == Claim.State.CLAIMED;
  }

  /** Records that the provider has given a new master token, and a client token with it. */
  void recordGranted(SimulatedCall call, long next) {
    boolean holds = holdsClaim(call);
    boolean stillHas = master == call.version();
    boolean rotates =
        planted == PlantedInExchange.WRITE_BY_FENCE_ONLY
            ? holds
            : stillHas || planted == PlantedInExchange.WRITE_MASTER_BLINDLY;
    if (rotates) {
      replaceMaster(call, next, holds);
    }
    if (holds && stillHas || planted == PlantedInExchange.SKIP_THE_FENCE) {
      writeClientToken(call);
    }
    release(call, Claim.State.ENDED);
  }

  private void replaceMaster(SimulatedCall call, long next, boolean holds) {
    if (next < master) {
      violation = "E2: master token %d over %d".formatted(next, master);
    }
    master = next;
    refused &= planted == PlantedInExchange.NEVER_LIFT;
    if (!holds && claim != null) {
      overtaken.add(claim.id());
      claim = overtaken(claim, call);
    }
  }

  /** Whether a late outcome has ended the claim that the call was made under. */
  boolean isOvertaken(SimulatedCall call) {
    return overtaken.contains(call.claim());
  }

  private Claim overtaken(Claim by, SimulatedCall call) {
    boolean known = by.state() == Claim.State.ENDED || by.id().equals(call.claim());
    Loss its = new Loss(by.startedAt(), by.masterVersion(), by.id(), Set.of(by.life()));
    return new Claim(
        next(),
        by.life(),
        by.fence() + 1,
        Claim.State.ENDED,
        now(),
        by.startedAt(),
        by.masterVersion(),
        known ? by.loss() : its);
  }

  private void writeClientToken(SimulatedCall call) {
    if (call.fence() <= writerFence) {
      violation = "E2: fence %d writes after %d".formatted(call.fence(), writerFence);
    }
    writerFence = call.fence();
  }

  /** Records that the provider has refused the master token. */
  void recordRefused(SimulatedCall call) {
    refused |= master == call.version() || planted == PlantedInExchange.MARK_BLINDLY;
    release(call, Claim.State.ENDED);
  }

  /** Ends a claim, if nobody has taken it since. */
  void release(SimulatedCall call, Claim.State state) {
    if (claim != null && claim.id().equals(call.claim()) && claim.state() != Claim.State.ENDED) {
      claim = ended(claim, state);
    }
  }

  private Claim ended(Claim of, Claim.State state) {
    return changed(of, state, now());
  }

  private static Claim changed(Claim of, Claim.State state, Instant leaseUntil) {
    return new Claim(
        of.id(),
        of.life(),
        of.fence(),
        state,
        leaseUntil,
        of.startedAt(),
        of.masterVersion(),
        of.loss());
  }
}
