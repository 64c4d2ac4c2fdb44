package io.strongroom.rotation;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.database.RetiredKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Objects;

/**
 * The steps of the rotation of the key-encryption key. The instances hold the keys, each in its
 * file; the database says which of them wraps, by the check value.
 */
@Singleton
class KekSteps {
  private final Database database;
  private final Rewrapping rewrapping;
  private final Lives lives;
  private final RotationRows rows;

  KekSteps(Database database, Rewrapping rewrapping, Lives lives, RotationRows rows) {
    this.database = database;
    this.rewrapping = rewrapping;
    this.lives = lives;
    this.rows = rows;
  }

  Uni<Advance> step(Rotation rotation) {
    return switch (rotation.stage()) {
      case DISTRIBUTING -> distribute(rotation);
      case PROMOTING -> beginRewrapping(rotation);
      case RESEALING -> rewrap(rotation);
      case SHREDDING -> endShredding(rotation);
      default -> Uni.createFrom().item(new Advance.Ended());
    };
  }

  private Uni<Advance> distribute(Rotation rotation) {
    return lives.once(
        rotation,
        Lives.Whom.LIVING,
        Lives.Step.KNOWS_THE_NEW,
        "instances whose key file has not the new key",
        () -> database.write(connection -> promote(connection, rotation)));
  }

  /** From now on a start without the new key is refused. */
  private Uni<Rotation> promote(SqlConnection connection, Rotation rotation) {
    return connection
        .preparedQuery("INSERT INTO kek_key (kek_version) VALUES ($1::integer)")
        .execute(Tuple.of(rotation.newVersion()))
        .chain(
            () ->
                connection
                    .preparedQuery("UPDATE key_check SET check_value = $1::bytea")
                    .execute(Tuple.of(Buffer.buffer(Objects.requireNonNull(rotation.proof())))))
        .chain(() -> rows.enter(connection, rotation, Stage.PROMOTING));
  }

  private Uni<Advance> beginRewrapping(Rotation rotation) {
    return lives.once(
        rotation,
        Lives.Whom.LIVING,
        Lives.Step.USES_THE_NEW,
        "instances that still wrap with the old key",
        () ->
            rewrapping
                .count(rotation.oldVersion())
                .chain(total -> rows.total(rotation, total))
                .chain(() -> rows.enter(rotation, Stage.RESEALING)));
  }

  private Uni<Advance> rewrap(Rotation rotation) {
    return rewrapping.isAtEnd(rotation) ? retire(rotation) : rewrapping.batch(rotation);
  }

  /** Refused while a keyset is wrapped with it. */
  private Uni<Advance> retire(Rotation rotation) {
    return database
        .write(
            connection ->
                connection
                    .preparedQuery("DELETE FROM kek_key WHERE kek_version = $1::integer")
                    .execute(Tuple.of(rotation.oldVersion()))
                    .chain(
                        () ->
                            rows.enter(
                                connection,
                                rotation,
                                rotation.shred() ? Stage.SHREDDING : Stage.DONE)))
        .map(Advance::to)
        .onFailure(RetiredKey::causes)
        .recoverWithUni(() -> passAgain(rotation));
  }

  private Uni<Advance> passAgain(Rotation rotation) {
    String why =
        rotation.broken() > 0
            ? rotation.broken() + " keysets that do not open"
            : "keysets that others are changing";
    return rows.passAgain(rotation).replaceWith(new Advance.Waits(why, Rewrapping.BETWEEN_PASSES));
  }

  /** Also those that are not there now: their files may hold the key. */
  private Uni<Advance> endShredding(Rotation rotation) {
    return lives.once(
        rotation,
        Lives.Whom.ALL,
        Lives.Step.IS_RID_OF_THE_OLD,
        "instances whose key file still has the old key",
        () -> rows.enter(rotation, Stage.DONE));
  }
}
