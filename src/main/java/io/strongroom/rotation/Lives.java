package io.strongroom.rotation;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** How far the lives have come with a rotation, and which instances it waits for. */
@Singleton
class Lives {
  /** Sentences name so many instances at most. */
  private static final int MOST_NAMED = 5;

  /** What a life has done, each step after the one before. */
  enum Step {
    /** It opens what the new key has sealed. */
    KNOWS_THE_NEW,
    /** Whatever it begins seals with the new key. */
    USES_THE_NEW,
    /** Nothing of it needs the old key, or can write with it. */
    IS_RID_OF_THE_OLD;

    int number() {
      return ordinal() + 1;
    }
  }

  /** Which instances are waited for. */
  enum Whom {
    /** Those that serve. */
    LIVING("i.lease_until > clock_timestamp()"),
    /** Those that may still bring something: by their lives, or from their spool. */
    UNSETTLED(
        "(i.spooled > 0 OR i.quarantined > 0 OR EXISTS (SELECT 1 FROM life f"
            + " WHERE f.instance_id = i.instance_id AND f.settled_at IS NULL))"),
    /** All that have a place on some disk. */
    ALL("true");

    private final String condition;

    Whom(String condition) {
      this.condition = condition;
    }
  }

  private static final String CONFIRM =
      """
      INSERT INTO key_rotation_life AS l (rotation_id, life_id, step)
      SELECT rotation_id, $2::uuid, $3::integer FROM key_rotation
       WHERE rotation_id = $1::text AND finished_at IS NULL
      ON CONFLICT (rotation_id, life_id) DO UPDATE SET step = greatest(l.step, excluded.step)
      """;

  private static final String AWAITED =
      """
      SELECT i.instance_id FROM instance i
       WHERE %s AND NOT EXISTS (
             SELECT 1 FROM key_rotation_life l WHERE l.rotation_id = $1::text
                AND l.life_id = i.life_id AND l.step >= $2::integer)
       ORDER BY i.instance_id
      """;

  private final Database database;

  Lives(Database database) {
    this.database = database;
  }

  Uni<Void> confirm(String rotation, UUID life, Step step) {
    return database
        .write(
            connection ->
                connection.preparedQuery(CONFIRM).execute(Tuple.of(rotation, life, step.number())))
        .replaceWithVoid();
  }

  /** Who has not done this yet, as part of a sentence; empty where nobody is waited for. */
  Uni<String> awaited(Rotation rotation, Whom whom, Step step) {
    return database
        .read(AWAITED.formatted(whom.condition), Tuple.of(rotation.id(), step.number()))
        .map(
            rows -> {
              List<String> instances = new ArrayList<>();
              rows.forEach(row -> instances.add(row.getUUID("instance_id").toString()));
              return named(instances);
            });
  }

  /**
   * Goes on when nobody is waited for any more.
   *
   * @param who of those that are: the begin of a sentence
   */
  Uni<Advance> once(
      Rotation rotation, Whom whom, Step step, String who, Supplier<Uni<Rotation>> next) {
    return awaited(rotation, whom, step)
        .chain(
            awaited ->
                awaited.isEmpty()
                    ? next.get().map(Advance::to)
                    : Uni.createFrom().item(Advance.waits(who + ": " + awaited)));
  }

  private static String named(List<String> instances) {
    String some = String.join(", ", instances.subList(0, Math.min(MOST_NAMED, instances.size())));
    return instances.size() > MOST_NAMED
        ? some + " and " + (instances.size() - MOST_NAMED) + " more"
        : some;
  }
}
