package io.strongroom.rotation;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Action;
import io.strongroom.audit.Actor;
import io.strongroom.audit.Audit;
import io.strongroom.audit.Event;
import io.strongroom.database.Constraint;
import io.strongroom.database.Database;
import io.strongroom.database.Page;
import io.strongroom.seal.KekRefused;
import io.strongroom.seal.Keks;
import io.strongroom.seal.Sealing;
import io.strongroom.seal.WrappedKeys;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.RandomId;
import io.strongroom.token.RotationId;
import io.strongroom.token.TenantId;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Begins rotations and tells how far they are. A rotation is a row, with its new key in the
 * database or the file, before it has begun; {@link RotationWorker} of any instance goes on.
 */
@Singleton
public class Rotations {
  private static final String REGISTER =
      "INSERT INTO tenant_key (tenant_id, key_version) VALUES ($1::text, $2::integer)";

  /** Digits of a time in milliseconds, to the base 36, until the year 5188. */
  private static final int TIME_DIGITS = 9;

  private final Database database;
  private final Audit audit;
  private final RotationRows rows;
  private final Sealing sealing;
  private final Keks keks;
  private final InstantSource clock;
  private final RandomGenerator random = new SecureRandom();

  Rotations(
      Database database,
      Audit audit,
      RotationRows rows,
      Sealing sealing,
      Keks keks,
      InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.rows = rows;
    this.sealing = sealing;
    this.keks = keks;
    this.clock = clock;
  }

  /**
   * Makes the new key; everything else follows by itself, and no caller can cancel it. One that is
   * under way for the same keyset, and a key-encryption key that cannot be changed, are conflicts.
   */
  public Uni<Progress> begin(RotationRequest request) {
    RotationId id = nextId();
    Actor operator = audit.actor();
    return database
        .write(connection -> begin(connection, id, request, operator))
        .onFailure(Constraint.violated("key_rotation_unfinished"))
        .transform(e -> conflict("A rotation of this key is under way"))
        .onFailure(KekRefused.class)
        .transform(e -> conflict(String.valueOf(e.getMessage())))
        .chain(() -> rows.progress(id));
  }

  /** Fails with {@code not-found} where there is no such rotation. */
  public Uni<Progress> progress(RotationId id) {
    return rows.progress(id);
  }

  /** In the order of their begin. */
  public Uni<Page<Progress>> list(Page.Request page) {
    return rows.list(page);
  }

  private Uni<Void> begin(
      SqlConnection connection, RotationId id, RotationRequest request, Actor operator) {
    Event begun =
        Event.of(
                Action.ROTATION_BEGUN,
                Objects.requireNonNullElse(request.tenantId(), Event.NO_TENANT))
            .by(operator)
            .target(id.value())
            .with("kind", (request.tenantId() == null ? Kind.KEK : Kind.TENANT).word())
            .where("shred", request.isShredding());
    return make(connection, id, request).chain(() -> audit.record(connection, begun));
  }

  private Uni<Void> make(SqlConnection connection, RotationId id, RotationRequest request) {
    return request.tenantId() == null
        ? beginKek(connection, id, request.isShredding())
        : beginTenant(connection, id, request.tenantId());
  }

  private Uni<Void> beginTenant(SqlConnection connection, RotationId id, TenantId tenant) {
    return TenantKeyset.lock(connection, tenant)
        .chain(
            wrapped -> {
              var changed = sealing.introduce(tenant, wrapped);
              return rows.insert(
                      connection,
                      begun(id, tenant, false, sealsNow(tenant, wrapped), changed.version(), null))
                  .chain(
                      () ->
                          connection
                              .preparedQuery(REGISTER)
                              .execute(Tuple.of(tenant.value(), changed.version())))
                  .chain(() -> TenantKeyset.write(connection, tenant, changed.wrapped()));
            });
  }

  private int sealsNow(TenantId tenant, WrappedKeys wrapped) {
    return sealing.openKeys(tenant, wrapped).keyVersion();
  }

  /**
   * The row comes first, unfinished and so alone; only then is the file changed. If the row is lost
   * after that, the file has a key that nothing uses, and the next rotation takes it.
   */
  private Uni<Void> beginKek(SqlConnection connection, RotationId id, boolean shred) {
    int old = keks.wrapping();
    return requireWrapping(connection)
        .chain(() -> rows.insert(connection, begun(id, null, shred, old, old, null)))
        .chain(() -> former(connection))
        .chain(former -> Blocking.run(() -> keks.prepare(former)))
        .chain(
            candidate ->
                connection
                    .preparedQuery(
                        "UPDATE key_rotation SET new_version = $2::integer, proof = $3::bytea"
                            + " WHERE rotation_id = $1::text")
                    .execute(
                        Tuple.of(
                            id.value(), candidate.version(), Buffer.buffer(candidate.proof()))))
        .replaceWithVoid();
  }

  /** An instance that has not yet seen the last rotation would begin with the wrong key. */
  private Uni<Void> requireWrapping(SqlConnection connection) {
    return connection
        .query("SELECT check_value FROM key_check")
        .execute()
        .invoke(
            found -> {
              if (!keks.isWrapping(found.iterator().next().getBuffer("check_value").getBytes())) {
                throw conflict("This instance does not know the present key yet; try again");
              }
            })
        .replaceWithVoid();
  }

  /** Keys that have wrapped once must not come back. */
  private static Uni<Set<Integer>> former(SqlConnection connection) {
    return connection
        .query("SELECT old_version FROM key_rotation WHERE kind = 'kek'")
        .execute()
        .map(
            found -> {
              Set<Integer> versions = new HashSet<>();
              for (Row row : found) {
                versions.add(row.getInteger("old_version"));
              }
              return versions;
            });
  }

  private static Rotation begun(
      RotationId id,
      @Nullable TenantId tenant,
      boolean shred,
      int oldVersion,
      int newVersion,
      byte @Nullable [] proof) {
    return new Rotation(
        id.value(),
        tenant,
        shred,
        Stage.DISTRIBUTING,
        oldVersion,
        newVersion,
        proof,
        1,
        List.of(),
        0,
        null,
        null);
  }

  /** Later ones are greater, so that a list goes on at its end. */
  private RotationId nextId() {
    String time = Long.toString(clock.millis(), Character.MAX_RADIX);
    return new RotationId(
        "0".repeat(TIME_DIGITS - time.length())
            + time
            + RandomId.next(random).substring(TIME_DIGITS));
  }

  private static RuntimeException conflict(String sentence) {
    return Fault.of(FaultCode.CONFLICT, sentence).exception();
  }
}
