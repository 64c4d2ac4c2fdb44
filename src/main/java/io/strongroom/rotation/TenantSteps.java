package io.strongroom.rotation;

import io.smallrye.mutiny.Uni;
import io.strongroom.coherence.Changes;
import io.strongroom.coherence.Topic;
import io.strongroom.database.Database;
import io.strongroom.database.RetiredKey;
import io.strongroom.seal.Sealing;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;

/**
 * The steps of the rotation of a tenant's data key. Each ends in a committed stage or cursor, so
 * whoever works on it may die at any moment.
 */
@Singleton
class TenantSteps {
  /** Between passes over what others held or what does not open. */
  private static final Duration BETWEEN_PASSES = Duration.ofSeconds(1);

  private final Database database;
  private final Changes changes;
  private final Sealing sealing;
  private final SealedTables tables;
  private final Resealing resealing;
  private final Lives lives;
  private final RotationRows rows;
  private final RotationConfig config;

  TenantSteps(
      Database database,
      Changes changes,
      Sealing sealing,
      SealedTables tables,
      Resealing resealing,
      Lives lives,
      RotationRows rows,
      RotationConfig config) {
    this.database = database;
    this.changes = changes;
    this.sealing = sealing;
    this.tables = tables;
    this.resealing = resealing;
    this.lives = lives;
    this.rows = rows;
    this.config = config;
  }

  Uni<Advance> step(Rotation rotation) {
    Uni<Advance> step =
        switch (rotation.stage()) {
          case DISTRIBUTING -> distribute(rotation);
          case PROMOTING -> beginResealing(rotation);
          case RESEALING -> reseal(rotation);
          case RETIRING -> retire(rotation);
          default -> Uni.createFrom().item(new Advance.Ended());
        };
    return step.onFailure(FaultCode.NOT_FOUND::isOf)
        .recoverWithUni(() -> rows.enter(rotation, Stage.TENANT_DELETED).map(Advance::to));
  }

  private Uni<Advance> distribute(Rotation rotation) {
    return lives.once(
        rotation,
        Lives.Whom.LIVING,
        Lives.Step.KNOWS_THE_NEW,
        "instances that do not know the new key yet",
        () -> database.write(connection -> promote(connection, rotation)));
  }

  private Uni<Rotation> promote(SqlConnection connection, Rotation rotation) {
    TenantId tenant = tenant(rotation);
    return TenantKeyset.lock(connection, tenant)
        .map(wrapped -> sealing.promote(tenant, wrapped, rotation.newVersion()))
        .chain(promoted -> TenantKeyset.write(connection, tenant, promoted))
        .chain(() -> rows.enter(connection, rotation, Stage.PROMOTING));
  }

  private Uni<Advance> beginResealing(Rotation rotation) {
    return lives.once(
        rotation,
        Lives.Whom.LIVING,
        Lives.Step.USES_THE_NEW,
        "instances that still seal with the old key",
        () ->
            tables
                .count(tenant(rotation), rotation.oldVersion())
                .chain(total -> rows.total(rotation, total))
                .chain(() -> rows.enter(rotation, Stage.RESEALING)));
  }

  private Uni<Advance> reseal(Rotation rotation) {
    return resealing.isAtEnd(rotation) ? endPass(rotation) : resealing.page(rotation);
  }

  private Uni<Advance> endPass(Rotation rotation) {
    return tables
        .count(tenant(rotation), rotation.oldVersion())
        .chain(left -> left == 0 ? settle(rotation) : passAgain(rotation, left));
  }

  private Uni<Advance> passAgain(Rotation rotation, long left) {
    String why =
        rotation.broken() > 0
            ? rotation.broken() + " values that do not open"
            : left + " values that others are changing";
    return rows.passAgain(rotation).replaceWith(new Advance.Waits(why, BETWEEN_PASSES));
  }

  /** Whatever any instance answers from memory was read after everything had been sealed anew. */
  private Uni<Advance> settle(Rotation rotation) {
    TenantId tenant = tenant(rotation);
    return changes
        .write(
            (connection, change) -> {
              change.isAbout(Topic.of(tenant));
              return TenantKeyset.lock(connection, tenant);
            })
        .chain(() -> rows.enter(rotation, Stage.RETIRING))
        .map(Advance::to);
  }

  private Uni<Advance> retire(Rotation rotation) {
    return lives
        .awaited(rotation, Lives.Whom.UNSETTLED, Lives.Step.IS_RID_OF_THE_OLD)
        .chain(awaited -> retire(rotation, awaited));
  }

  private Uni<Advance> retire(Rotation rotation, String awaited) {
    if (!awaited.isEmpty()) {
      return waits(
          "instances with exchanges, or with spooled or quarantined outcomes, of the old key: "
              + awaited);
    }
    Duration since = Objects.requireNonNull(rotation.retiringFor());
    if (since.compareTo(config.linger()) < 0) {
      return waits("statements that were sent before to have ended");
    }
    return retireNow(rotation)
        .map(Advance::to)
        .onFailure(FaultCode.CONFLICT::isOf)
        .recoverWithUni(() -> rows.enter(rotation, Stage.RESEALING).map(Advance::to));
  }

  /** A key that a row needs is a conflict: the row's reference keeps it. */
  Uni<Rotation> retireNow(Rotation rotation) {
    TenantId tenant = tenant(rotation);
    return changes.write(
        (connection, change) -> {
          change.isAbout(Topic.of(tenant));
          return TenantKeyset.lock(connection, tenant)
              .map(wrapped -> sealing.retire(tenant, wrapped, rotation.oldVersion()))
              .chain(left -> TenantKeyset.write(connection, tenant, left))
              .chain(() -> remove(connection, tenant, rotation.oldVersion()))
              .chain(() -> rows.enter(connection, rotation, Stage.DONE));
        });
  }

  private static Uni<Void> remove(SqlConnection connection, TenantId tenant, int version) {
    return connection
        .preparedQuery(
            "DELETE FROM tenant_key WHERE tenant_id = $1::text AND key_version = $2::integer")
        .execute(Tuple.of(tenant.value(), version))
        .onFailure(RetiredKey::causes)
        .transform(
            e -> Fault.of(FaultCode.CONFLICT, "The key is in use: a row refers to it").exception())
        .replaceWithVoid();
  }

  private static TenantId tenant(Rotation rotation) {
    return Objects.requireNonNull(rotation.tenant());
  }

  private static Uni<Advance> waits(String why) {
    return Uni.createFrom().item(Advance.waits(why));
  }
}
