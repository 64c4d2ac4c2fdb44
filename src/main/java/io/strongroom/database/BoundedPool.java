package io.strongroom.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A pool whose queue ends: beyond it a caller is told at once instead of waiting for ever. And
 * whose connections do not keep their places when nothing comes from them any more.
 */
@Singleton
class BoundedPool implements PgPoolCreator {
  /** Statements that may wait for a connection: a burst of that many callers, not a backlog. */
  private static final int MAX_WAITING = 20_000;

  private static final int CONNECTION_WAIT_SECONDS = 5;

  /**
   * A connection on which nothing has moved for so long is closed, also one that is only being
   * made: what a network has swallowed, nobody says is over. Longer than any statement is waited
   * for.
   */
  static final int LONGEST_SILENCE_SECONDS = 12;

  /**
   * A connection that nobody asked for so long leaves the pool, which looks each second, before its
   * silence is over: that ends a connection whether or not somebody has just got it from the pool.
   */
  static final int LONGEST_IDLENESS_SECONDS = 10;

  /**
   * What the client asks for at connection start, for servers before PostgreSQL 12; a pooler in
   * between refuses it.
   */
  private static final String NEEDLESS = "extra_float_digits";

  /** Connections by which this instance says that it lives; see {@link Lifeline}. */
  private static final int RESERVED = 4;

  /** Set once, when the pools are made. */
  private volatile @Nullable Pool reserved;

  /** Makes the reserved pool as well, which differs from the usual one in nothing but its size. */
  @Override
  public Pool create(Input input) {
    List<SqlConnectOptions> servers =
        input.pgConnectOptionsList().stream().map(BoundedPool::passable).toList();
    reserved =
        make(
            input.vertx(),
            servers,
            new PoolOptions(input.poolOptions()).setMaxSize(RESERVED).setShared(false));
    return make(input.vertx(), servers, input.poolOptions());
  }

  /** The usual pool is asked for its size, so that both are made by now. */
  io.vertx.mutiny.sqlclient.Pool reservedBeside(io.vertx.mutiny.sqlclient.Pool usual) {
    int unused = usual.size();
    return io.vertx.mutiny.sqlclient.Pool.newInstance(Objects.requireNonNull(reserved));
  }

  private static Pool make(Vertx vertx, List<SqlConnectOptions> servers, PoolOptions options) {
    return PgBuilder.pool()
        .using(vertx)
        .connectingTo(servers)
        .with(
            options
                .setMaxWaitQueueSize(MAX_WAITING)
                .setConnectionTimeout(CONNECTION_WAIT_SECONDS)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                .setIdleTimeout(LONGEST_IDLENESS_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS))
        .build();
  }

  /**
   * What a pooler in between can pass. Where there is said to be one, no statement has a name: it
   * would be known to one of the pooler's connections, and the next transaction has another.
   */
  private static SqlConnectOptions passable(PgConnectOptions options) {
    Map<String, String> properties = new HashMap<>(options.getProperties());
    var unused = properties.remove(NEEDLESS);
    boolean named = options.getCachePreparedStatements() && !options.getUseLayer7Proxy();
    // Set in place: a copy of the options forgets the proxy.
    return options
        .setProperties(properties)
        .setCachePreparedStatements(named)
        .setIdleTimeout(LONGEST_SILENCE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS);
  }
}
