package io.strongroom.quota;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.tenant.Caller.KeyHolder;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts calls in fixed windows that are aligned to the UTC hour by the database's clock.
 *
 * <p>A call is charged before it is done: the tenant's row, then the key's, both or neither. It is
 * never refunded, and a charge whose fate is unknown counts.
 *
 * <p>Proxied, because filters are made while the application is built, before it has a database.
 */
@ApplicationScoped
public class Quota {
  private final Database database;
  private final LimitMemory limits;
  private final SpentWindows spent;
  private final Blocks blocks;
  private final LimitAlarms alarms;

  Quota(
      Database database,
      LimitMemory limits,
      SpentWindows spent,
      Blocks blocks,
      LimitAlarms alarms) {
    this.database = database;
    this.limits = limits;
    this.spent = spent;
    this.blocks = blocks;
    this.alarms = alarms;
  }

  /**
   * Charges one call, where that needs no answer of the database; else null, and nothing is
   * charged.
   */
  @Nullable Charge chargeAtOnce(KeyHolder caller, Resource resource) {
    List<Limited> known = limits.find(caller, resource);
    return known == null ? null : chargeAtOnce(known);
  }

  /** Charges one call. */
  Uni<Charge> charge(KeyHolder caller, Resource resource) {
    List<Limited> known = limits.find(caller, resource);
    return known != null ? charge(known) : limits.read(caller, resource).chain(this::charge);
  }

  private Uni<Charge> charge(List<Limited> limits) {
    Charge atOnce = chargeAtOnce(limits);
    return atOnce != null
        ? Uni.createFrom().item(atOnce)
        : chargeBlocks(limits, new ArrayList<>()).map(Charge::new);
  }

  private @Nullable Charge chargeAtOnce(List<Limited> limits) {
    if (limits.isEmpty()) {
      return Charge.NONE;
    }
    for (Limited one : limits) {
      Window window = spent.find(one);
      if (window != null) {
        return new Charge(window);
      }
    }
    return limits.size() == 1 && limits.get(0).inBlocks() ? takenAtOnce(limits.get(0)) : null;
  }

  private @Nullable Charge takenAtOnce(Limited limited) {
    Window taken = blocks.takeAtOnce(limited.subject(), limited.limit());
    return taken == null ? null : new Charge(taken);
  }

  /** Large limits first, whose charge can be taken back here; then the others, all or none. */
  private Uni<Window> chargeBlocks(List<Limited> limits, List<Taken> taken) {
    for (Limited one : limits) {
      boolean done = taken.stream().anyMatch(it -> it.limited().equals(one));
      if (one.inBlocks() && !done) {
        return blocks
            .take(one.subject(), one.limit())
            .chain(
                window -> {
                  if (!window.admitted()) {
                    return refused(one, window, taken);
                  }
                  taken.add(new Taken(one, window));
                  return chargeBlocks(limits, taken);
                });
      }
    }
    return chargeRows(limits.stream().filter(one -> !one.inBlocks()).toList(), taken);
  }

  private Uni<Window> chargeRows(List<Limited> limits, List<Taken> taken) {
    Window tightest = taken.stream().map(Taken::window).reduce(Window::tighter).orElse(null);
    if (limits.isEmpty()) {
      return Uni.createFrom().item(tightest);
    }
    List<Taken> charged = new ArrayList<>();
    return database
        .write(connection -> chargeAll(connection, limits, charged))
        .invoke(() -> charged.forEach(it -> alarms.look(it.limited(), it.window())))
        .map(window -> tightest == null ? window : Window.tighter(tightest, window))
        .onFailure(Refused.class)
        .recoverWithUni(failure -> refused(failure.limited, failure.window, taken));
  }

  private Uni<Window> refused(Limited limited, Window window, List<Taken> taken) {
    taken.forEach(it -> blocks.giveBack(it.limited().subject(), it.window()));
    spent.keep(limited, window);
    alarms.look(limited, window);
    return Uni.createFrom().item(window);
  }

  private static Uni<Window> chargeAll(
      SqlConnection connection, List<Limited> limits, List<Taken> charged) {
    Uni<Window> first = charge(connection, limits.get(0), charged);
    if (limits.size() == 1) {
      return first;
    }
    return first.chain(
        tenants ->
            charge(connection, limits.get(1), charged).map(keys -> Window.tighter(tenants, keys)));
  }

  /** Failing inside the transaction takes the tenant's charge back when the key's is refused. */
  private static Uni<Window> charge(
      SqlConnection connection, Limited limited, List<Taken> charged) {
    Subject subject = limited.subject();
    return Windows.charge(
            connection, subject.tenant(), subject.resource(), subject.keyId(), limited.limit())
        .invoke(
            window -> {
              if (!window.admitted()) {
                throw new Refused(limited, window);
              }
              charged.add(new Taken(limited, window));
            });
  }

  /** The fault of a window that did not admit. */
  static Fault refusal(Resource resource, Window window) {
    return Fault.of(
            FaultCode.QUOTA_EXCEEDED,
            "The limit of "
                + window.limit()
                + " calls an hour of resource "
                + resource.path()
                + " is used up")
        .with("resource", resource.path())
        .with("limit", window.limit())
        .retryAfter(window.left());
  }

  /** A call that was counted, in a block or by itself. */
  private record Taken(Limited limited, Window window) {}

  /** Ends a transaction without a commit; never leaves this class. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Limited limited;
    private final transient Window window;

    Refused(Limited limited, Window window) {
      super(null, null, false, false);
      this.limited = limited;
      this.window = window;
    }
  }
}
