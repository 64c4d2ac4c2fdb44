package io.strongroom.tenant;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Action;
import io.strongroom.audit.Audit;
import io.strongroom.audit.Event;
import io.strongroom.database.Database;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import io.strongroom.token.TenantId;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * Sessions of people at the console: a second way to say which key calls.
 *
 * <p>Nothing of a session is remembered: each call asks the database, so that one that was ended is
 * over everywhere at once. What the key may do is found as for the key itself.
 *
 * <p>Proxied, because filters are made while the application is built, before it has settings.
 */
@ApplicationScoped
public class Sessions {
  /** Without a call: 15 minutes. In all: 8 hours, a working day. By the database's clock. */
  private static final String LIVING =
      "last_used_at > clock_timestamp() - interval '15 minutes'"
          + " AND created_at > clock_timestamp() - interval '8 hours'";

  private static final String FIND =
      "SELECT key_hash, last_used_at < clock_timestamp() - interval '1 minute' AS rested"
          + " FROM console_session WHERE session_hash = $1::bytea AND "
          + LIVING;

  private static final String TOUCH =
      "UPDATE console_session SET last_used_at = clock_timestamp()"
          + " WHERE session_hash = $1::bytea AND "
          + LIVING;

  private static final String OPEN =
      "INSERT INTO console_session (session_hash, key_hash) VALUES ($1::bytea, $2::bytea)";

  /** More sign-ins with one key at a time than that are forgotten ones: the oldest end. */
  private static final String OLDEST =
      """
      DELETE FROM console_session WHERE session_hash IN (
        SELECT session_hash FROM console_session WHERE key_hash = $1::bytea
         ORDER BY created_at DESC OFFSET 19 LIMIT 100)
      """;

  /** More than one for each that begins, so that they do not pile up. */
  private static final String OVER =
      """
      DELETE FROM console_session WHERE session_hash IN (
        SELECT session_hash FROM console_session
         WHERE created_at < clock_timestamp() - interval '8 hours'
         ORDER BY created_at LIMIT 100)
      """;

  private static final String CLOSE = "DELETE FROM console_session WHERE session_hash = $1::bytea";

  private final Database database;
  private final Authentication authentication;
  private final CurrentCaller current;
  private final Audit audit;
  private final RandomGenerator random = new SecureRandom();

  Sessions(Database database, Authentication authentication, CurrentCaller current, Audit audit) {
    this.database = database;
    this.authentication = authentication;
    this.current = current;
    this.audit = audit;
  }

  /**
   * Begins a session of the key's holder, who must be an administrator.
   *
   * @param secure whether the browser speaks https
   */
  public Uni<SessionCookie> open(String apiKey, boolean secure) {
    ApiKey key = ApiKey.parse(apiKey.strip());
    SessionCookie cookie = SessionCookie.random(secure, random);
    return authentication
        .holder(key.hash())
        .invoke(this::requireAdministrator)
        .chain(caller -> database.write(connection -> begin(connection, cookie, key, caller)))
        .replaceWith(cookie);
  }

  private void requireAdministrator(Caller caller) {
    current.set(caller);
    if (!caller.holds(AuthScope.ADMINISTRATORS)) {
      throw Fault.of(FaultCode.FORBIDDEN, "The key has not the scope TENANT_ADMIN").exception();
    }
  }

  private Uni<Void> begin(
      SqlConnection connection, SessionCookie cookie, ApiKey key, Caller caller) {
    Buffer holder = Buffer.buffer(key.hash());
    return connection
        .preparedQuery(OVER)
        .execute()
        .chain(() -> connection.preparedQuery(OLDEST).execute(Tuple.of(holder)))
        .chain(() -> connection.preparedQuery(OPEN).execute(Tuple.of(hash(cookie), holder)))
        .chain(() -> audit.record(connection, event(Action.CONSOLE_SIGNED_IN, caller)));
  }

  /** Ends the session, at every instance, with the answer. */
  public Uni<Void> close(SessionCookie cookie) {
    Event event = event(Action.CONSOLE_SIGNED_OUT, current.get());
    return database.write(
        connection ->
            connection
                .preparedQuery(CLOSE)
                .execute(Tuple.of(hash(cookie)))
                .chain(() -> audit.record(connection, event)));
  }

  /** Whose session it is; fails as for a key that is refused where it is over. */
  Uni<Caller> holder(SessionCookie cookie) {
    return find(cookie, true);
  }

  /** The same for who only watches: it does not make the session last. */
  Uni<Caller> watcher(SessionCookie cookie) {
    return find(cookie, false);
  }

  private Uni<Caller> find(SessionCookie cookie, boolean used) {
    Tuple session = Tuple.of(hash(cookie));
    return database
        .read(FIND, session)
        .chain(
            rows -> {
              if (rows.size() == 0) {
                throw over();
              }
              var row = rows.iterator().next();
              Uni<Caller> holder = authentication.holder(row.getBuffer("key_hash").getBytes());
              return used && row.getBoolean("rested") ? holder.call(() -> touch(session)) : holder;
            });
  }

  private Uni<Void> touch(Tuple session) {
    return database
        .write(connection -> connection.preparedQuery(TOUCH).execute(session))
        .replaceWithVoid();
  }

  private static Event event(Action action, Caller caller) {
    TenantId tenant = caller instanceof Caller.KeyHolder holder ? holder.tenant() : Event.NO_TENANT;
    return Event.of(action, tenant);
  }

  private static Buffer hash(SessionCookie cookie) {
    return Buffer.buffer(cookie.hash());
  }

  private static FaultException over() {
    return Fault.of(FaultCode.UNAUTHENTICATED, "The session is over: sign in again").exception();
  }
}
