package io.strongroom.crash;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an exchange, a drop or a put can be torn apart: the one table of it. A point is the entry
 * of a method at which the process halts as if it were killed, or a state of the upstream call at
 * which it is killed from outside. Points that come before the provider has decided or after its
 * outcome is durable cost no account, whatever the provider's grace.
 */
enum CrashPoint {
  BEFORE_THE_CLAIM(Act.ISSUE, "vault.Claims", "take", Cost.NOTHING),
  CLAIMED_NOTHING_RESERVED(Act.ISSUE, "spool.Spool", "reserve", Cost.NOTHING),
  RESERVED_NOT_CALLED(Act.ISSUE, "upstream.TokenEndpoint", "exchange", Cost.NOTHING),
  REQUEST_ABOUT_TO_BE_SENT(Act.ISSUE, "upstream.OutgoingClient$Attempt", "post", Cost.NOTHING),
  REQUEST_SENT_AND_DECIDED_LATER(Act.ISSUE, Upstreams.DECIDES_LATER, Cost.WITHOUT_GRACE),
  DECIDED_AND_NOTHING_READ(Act.ISSUE, Upstreams.DECIDED, Cost.WITHOUT_GRACE),
  REPLY_READ_NOTHING_RECORDED(Act.ISSUE, "vault.Recording", "record", Cost.WITHOUT_GRACE),
  MASTER_TOKEN_REPLACED_NOT_COMMITTED(
      Act.ISSUE, "vault.MasterTokens", "supersede", Cost.WITHOUT_GRACE),
  CLAIM_BEING_RELEASED(Act.ISSUE, "vault.AccountLock", "release", Cost.WITHOUT_GRACE),
  ABOUT_TO_BE_SPOOLED(Act.SPOOL, "spool.Spool", "keep", Cost.WITHOUT_GRACE),
  IN_THE_SPOOL_NOT_FORCED(Act.SPOOL, "spool.Disk", "force", Cost.NOTHING),
  SPOOLED(Act.SPOOL, "vault.Replay", "expect", Cost.NOTHING),
  REPLAY_BEGUN(Act.REPLAY, "vault.OutcomeRecord", "replay", Cost.NOTHING),
  REPLAYED_NOT_FORGOTTEN(Act.REPLAY, "spool.Spool", "forget", Cost.NOTHING),
  COMMITTED_NOBODY_TOLD(Act.ISSUE, "vault.Flights", "land", Cost.NOTHING),
  BACKGROUND_REFRESH_BEGUN(Act.REFRESH, "vault.BackgroundRefresh", "refresh", Cost.NOTHING),
  BACKGROUND_REPLY_READ(Act.REFRESH, "vault.Recording", "record", Cost.WITHOUT_GRACE),
  DROP_BEGUN(Act.DROP, "vault.TokenLookup", "drop", Cost.NOTHING),
  MASTER_TOKEN_BEING_PUT(Act.PUT, "vault.MasterTokens", "endClaims", Cost.NOTHING);

  /** What is asked of the service so that it comes by a point. */
  enum Act {
    ISSUE,
    /** The database stands still when the provider's answer comes. */
    SPOOL,
    /** The life after one that died with an outcome in its spool. */
    REPLAY,
    REFRESH,
    DROP,
    PUT
  }

  /** What a crash at a point may cost: an account of a provider without grace, or none at all. */
  enum Cost {
    NOTHING,
    WITHOUT_GRACE
  }

  /** How far the provider is when the service is killed from outside. */
  enum Upstreams {
    /** It has the request and decides it when its sender is dead. */
    DECIDES_LATER,
    /** It has decided and its answer is on the way. */
    DECIDED
  }

  private static final String ROOT = "io.strongroom.";

  private final Act act;
  private final Cost cost;
  private final String type;
  private final String method;
  private final @Nullable Upstreams upstream;

  CrashPoint(Act act, String type, String method, Cost cost) {
    this(act, cost, type, method, null);
  }

  CrashPoint(Act act, Upstreams upstream, Cost cost) {
    this(act, cost, "", "", upstream);
  }

  CrashPoint(Act act, Cost cost, String type, String method, @Nullable Upstreams upstream) {
    this.act = act;
    this.cost = cost;
    this.type = type;
    this.method = method;
    this.upstream = upstream;
  }

  Act act() {
    return act;
  }

  Cost cost() {
    return cost;
  }

  /** The binary name of the class whose method it is. */
  String type() {
    return ROOT + type;
  }

  String method() {
    return method;
  }

  /** Whether the process halts by itself; else it is killed when {@link #upstream} is reached. */
  boolean isInside() {
    return upstream == null;
  }

  @Nullable Upstreams upstream() {
    return upstream;
  }

  /** Whoever comes by while this file is there takes it away and dies. */
  Path flag(Path folder) {
    return folder.resolve("armed-" + name());
  }

  /** What the process says with its last breath. */
  String lastWords() {
    return "halted at crash point " + name();
  }

  /** The rule that lets Byteman put the point into the running service. */
  String rule(Path folder) {
    return """
        RULE %s
        CLASS %s
        METHOD %s
        AT ENTRY
        BIND armed : java.io.File = new java.io.File("%s")
        IF armed.delete()
        DO traceln("%s"), killJVM()
        ENDRULE
        """
        .formatted(name(), type(), method, flag(folder), lastWords());
  }
}
