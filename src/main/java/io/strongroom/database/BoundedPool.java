package io.strongroom.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A pool whose queue ends: beyond it a caller is told at once instead of waiting for ever. */
@Singleton
class BoundedPool implements PgPoolCreator {
  /** Statements that may wait for a connection: a burst of that many callers, not a backlog. */
  private static final int MAX_WAITING = 20_000;

  private static final int CONNECTION_WAIT_SECONDS = 5;

  @Override
  public Pool create(Input input) {
    return PgBuilder.pool()
        .using(input.vertx())
        .connectingTo(List.copyOf(input.pgConnectOptionsList()))
        .with(
            input
                .poolOptions()
                .setMaxWaitQueueSize(MAX_WAITING)
                .setConnectionTimeout(CONNECTION_WAIT_SECONDS)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS))
        .build();
  }
}
