package io.strongroom.rotation;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.seal.KekRefused;
import io.strongroom.seal.Keks;
import io.strongroom.tenant.Keyring;
import io.strongroom.token.TenantId;
import io.strongroom.vault.KeyTenure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What this life does for rotations that are under way, whoever works on them: gets to know the new
 * key, uses it, and gets rid of the old one; each is said in the database only when it is so.
 *
 * <p>One look at a time; {@link RotationWorker} sees to that.
 */
@Singleton
class LifeSteps {
  private static final Logger LOG = Logger.getLogger(LifeSteps.class);

  /** One row at least, because of the check value. */
  private static final String LOOK =
      "SELECT k.check_value, r.* FROM key_check k LEFT JOIN (SELECT"
          + Rotation.COLUMNS
          + "FROM key_rotation WHERE finished_at IS NULL) r ON true";

  private final Database database;
  private final Keyring keyring;
  private final Keks keks;
  private final KeyTenure tenure;
  private final Lives lives;

  /** How far this life is, by rotation. */
  private final Map<String, Standing> standings = new HashMap<>();

  /** So that it is said once. */
  private boolean lacksTheKey;

  LifeSteps(Database database, Keyring keyring, Keks keks, KeyTenure tenure, Lives lives) {
    this.database = database;
    this.keyring = keyring;
    this.keks = keks;
    this.tenure = tenure;
    this.lives = lives;
  }

  /**
   * How far this life is with one rotation.
   *
   * @param tenant null for the key-encryption key
   * @param step the last one; null before the first
   * @param mark of the works that may have the old key in hand
   */
  private record Standing(@Nullable TenantId tenant, Lives.@Nullable Step step, long mark) {
    boolean isBefore(Lives.Step next) {
      return step == null || step.compareTo(next) < 0;
    }
  }

  /** Does what can be done now; whether any rotation is under way. */
  Uni<Boolean> look() {
    return database
        .read(LOOK, Tuple.tuple())
        .chain(rows -> follow(rows).chain(() -> stepAll(underWay(rows))));
  }

  /** Another key-encryption key wraps by now, whether or not this life has seen its rotation. */
  private Uni<Void> follow(RowSet<Row> rows) {
    byte[] check = rows.iterator().next().getBuffer("check_value").getBytes();
    return keks.isWrapping(check)
        ? done()
        : Blocking.run(() -> keks.follow(check)).invoke(this::tell).replaceWithVoid();
  }

  private void tell(boolean followed) {
    if (!followed && !lacksTheKey) {
      LOG.error(
          "The key-encryption key was rotated, and the new one is not in this instance's file:"
              + " put it there");
    }
    lacksTheKey = !followed;
  }

  private static List<Rotation> underWay(RowSet<Row> rows) {
    List<Rotation> underWay = new ArrayList<>();
    for (Row row : rows) {
      if (row.getString("rotation_id") != null) {
        underWay.add(Rotation.of(row));
      }
    }
    return underWay;
  }

  private Uni<Boolean> stepAll(List<Rotation> underWay) {
    List<String> ids = underWay.stream().map(Rotation::id).toList();
    standings.entrySet().removeIf(one -> !ids.contains(one.getKey()) && isOver(one.getValue()));
    return Multi.createFrom()
        .iterable(underWay)
        .onItem()
        .transformToUniAndConcatenate(this::stepQuietly)
        .collect()
        .last()
        .replaceWith(!underWay.isEmpty());
  }

  /** What is still unwrapped of the tenant may have the retired key. */
  private boolean isOver(Standing standing) {
    if (standing.tenant() != null) {
      keyring.forget(standing.tenant());
    }
    return true;
  }

  private Uni<Void> stepQuietly(Rotation rotation) {
    return step(rotation)
        .onFailure()
        .invoke(failure -> tell(rotation, failure))
        .onFailure()
        .recoverWithNull();
  }

  private static void tell(Rotation rotation, Throwable failure) {
    if (failure instanceof KekRefused refused) {
      LOG.warnf("Rotation %s waits for this instance: %s", rotation.id(), refused.getMessage());
    } else {
      LOG.debugf(failure, "rotation %s is looked at again", rotation.id());
    }
  }

  private Uni<Void> step(Rotation rotation) {
    Standing standing =
        standings.getOrDefault(rotation.id(), new Standing(rotation.tenant(), null, 0));
    return rotation.tenant() == null
        ? stepKek(rotation, standing)
        : stepTenant(rotation, standing, rotation.tenant());
  }

  private Uni<Void> stepTenant(Rotation rotation, Standing standing, TenantId tenant) {
    if (rotation.stage() == Stage.DISTRIBUTING) {
      return standing.isBefore(Lives.Step.KNOWS_THE_NEW)
          ? keyring.reread(tenant).chain(keys -> reached(rotation, Lives.Step.KNOWS_THE_NEW, 0))
          : done();
    }
    if (standing.isBefore(Lives.Step.USES_THE_NEW)) {
      return keyring
          .reread(tenant)
          .chain(keys -> reached(rotation, Lives.Step.USES_THE_NEW, tenure.mark()));
    }
    boolean waits =
        rotation.stage() != Stage.RETIRING
            || !standing.isBefore(Lives.Step.IS_RID_OF_THE_OLD)
            || !tenure.isOver(standing.mark());
    return waits ? done() : leaveOld(rotation, tenant);
  }

  /** Outcomes that lie on the disk need the key that has sealed them. */
  private Uni<Void> leaveOld(Rotation rotation, TenantId tenant) {
    return tenure
        .spooledWith(tenant, rotation.oldVersion())
        .chain(many -> many == 0 ? reached(rotation, Lives.Step.IS_RID_OF_THE_OLD, 0) : done());
  }

  private Uni<Void> stepKek(Rotation rotation, Standing standing) {
    return switch (rotation.stage()) {
      case DISTRIBUTING -> standing.isBefore(Lives.Step.KNOWS_THE_NEW) ? learn(rotation) : done();
      case SHREDDING -> standing.isBefore(Lives.Step.IS_RID_OF_THE_OLD) ? shred(rotation) : done();
      default -> standing.isBefore(Lives.Step.USES_THE_NEW) ? useNew(rotation) : done();
    };
  }

  private Uni<Void> learn(Rotation rotation) {
    Keks.Candidate candidate =
        new Keks.Candidate(rotation.newVersion(), Objects.requireNonNull(rotation.proof()));
    return Blocking.run(() -> keks.opens(candidate))
        .chain(opens -> opens ? reached(rotation, Lives.Step.KNOWS_THE_NEW, 0) : done());
  }

  private Uni<Void> useNew(Rotation rotation) {
    return keks.wrapping() == rotation.newVersion()
        ? reached(rotation, Lives.Step.USES_THE_NEW, 0)
        : done();
  }

  /** A life whose file lacks the new key has nothing to be left with. */
  private Uni<Void> shred(Rotation rotation) {
    return keks.wrapping() == rotation.newVersion()
        ? Blocking.run(this::shred).chain(() -> reached(rotation, Lives.Step.IS_RID_OF_THE_OLD, 0))
        : done();
  }

  private boolean shred() {
    keks.shred();
    return true;
  }

  private static Uni<Void> done() {
    return Uni.createFrom().voidItem();
  }

  private Uni<Void> reached(Rotation rotation, Lives.Step step, long mark) {
    return lives
        .confirm(rotation.id(), tenure.life(), step)
        .invoke(() -> standings.put(rotation.id(), new Standing(rotation.tenant(), step, mark)));
  }
}
