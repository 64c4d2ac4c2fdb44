package io.strongroom.quota;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.tenant.Caller.KeyHolder;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
  /** The limits of one call: at most the tenant's and the key's, the tenant's first. */
  private static final String LIMITS =
      "SELECT key_id, max_calls FROM quota_limit WHERE tenant_id = $1::text"
          + " AND resource = $2::text AND key_id IN ('', $3::text) ORDER BY key_id";

  private final Database database;

  Quota(Database database) {
    this.database = database;
  }

  /**
   * Charges one call.
   *
   * @return the tightest window; empty where no limit is set. A refusal is a window that did not
   *     admit the call, not a failure.
   */
  Uni<Optional<Window>> charge(KeyHolder caller, Resource resource) {
    return database
        .read(LIMITS, Tuple.of(caller.tenant().value(), resource.path(), caller.key().value()))
        .map(rows -> subjects(rows, resource))
        .chain(subjects -> charge(caller, resource, subjects));
  }

  private Uni<Optional<Window>> charge(
      KeyHolder caller, Resource resource, List<Subject> subjects) {
    if (subjects.isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    return database
        .write(connection -> chargeAll(connection, caller, resource, subjects))
        .map(Optional::of)
        .onFailure(Refused.class)
        .recoverWithItem(refused -> Optional.of(refused.window));
  }

  private static Uni<Window> chargeAll(
      SqlConnection connection, KeyHolder caller, Resource resource, List<Subject> subjects) {
    Uni<Window> first = charge(connection, caller, resource, subjects.get(0));
    if (subjects.size() == 1) {
      return first;
    }
    return first.chain(
        tenants ->
            charge(connection, caller, resource, subjects.get(1))
                .map(keys -> Window.tighter(tenants, keys)));
  }

  private static Uni<Window> charge(
      SqlConnection connection, KeyHolder caller, Resource resource, Subject subject) {
    return Windows.charge(
            connection, caller.tenant(), resource.path(), subject.keyId(), subject.limit())
        .invoke(Quota::rollBackUnlessAdmitted);
  }

  /** Failing inside the transaction takes the tenant's charge back when the key's is refused. */
  private static void rollBackUnlessAdmitted(Window window) {
    if (!window.admitted()) {
      throw new Refused(window);
    }
  }

  private static List<Subject> subjects(RowSet<Row> rows, Resource resource) {
    List<Subject> subjects = new ArrayList<>();
    for (Row row : rows) {
      subjects.add(new Subject(row.getString("key_id"), row.getLong("max_calls")));
    }
    boolean tenantsIsSet =
        !subjects.isEmpty() && subjects.get(0).keyId().equals(Limits.WHOLE_TENANT);
    if (!tenantsIsSet && resource.defaultLimit().isPresent()) {
      subjects.add(0, new Subject(Limits.WHOLE_TENANT, resource.defaultLimit().getAsLong()));
    }
    return subjects;
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

  private record Subject(String keyId, long limit) {}

  /** Ends a transaction without a commit; never leaves this class. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Window window;

    Refused(Window window) {
      super(null, null, false, false);
      this.window = window;
    }
  }
}
