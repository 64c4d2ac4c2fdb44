package io.strongroom.coherence;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Lifeline;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of members and their inboxes. */
@Singleton
class Members implements MemberRows {
  /** Waits for every change under way, each of which shares this row. */
  private static final String NEXT_EPOCH = "UPDATE membership SET epoch = epoch + 1";

  private static final String JOIN =
      "INSERT INTO member (member_id, lease_until)"
          + " VALUES ($1::uuid, clock_timestamp() + $2::integer * interval '1 millisecond')"
          + " RETURNING clock_timestamp() AS now";

  private static final String RENEW =
      "UPDATE member SET lease_until = clock_timestamp() + $2::integer * interval '1 millisecond'"
          + " WHERE member_id = $1::uuid RETURNING clock_timestamp() AS now";

  private static final String INBOX =
      "SELECT change_id, tenant_id, topics FROM inbox WHERE member_id = $1::uuid";

  private static final String ACKNOWLEDGE =
      "DELETE FROM inbox WHERE member_id = $1::uuid AND change_id = ANY ($2::uuid[])";

  private static final String LEAVE = "DELETE FROM member WHERE member_id = $1::uuid";

  private static final String LAPSED =
      "SELECT member_id, lease_until FROM member WHERE lease_until < clock_timestamp()";

  /** With the very lease that was seen: it has not been renewed since. */
  private static final String REMOVE =
      "DELETE FROM member WHERE member_id = $1::uuid AND lease_until = $2::timestamptz";

  private final Lifeline lifeline;

  Members(Lifeline lifeline) {
    this.lifeline = lifeline;
  }

  @Override
  public Uni<Instant> join(UUID member, @Nullable UUID former) {
    return lifeline.write(
        connection ->
            connection
                .query(NEXT_EPOCH)
                .execute()
                .chain(
                    () ->
                        former == null
                            ? Uni.createFrom().voidItem()
                            : Removal.of(connection, LEAVE, Tuple.of(former)))
                .chain(() -> connection.preparedQuery(JOIN).execute(leased(member)))
                .map(rows -> now(rows.iterator().next())));
  }

  @Override
  public Uni<Optional<Instant>> renew(UUID member) {
    return lifeline
        .write(connection -> connection.preparedQuery(RENEW).execute(leased(member)))
        .map(
            rows -> rows.size() == 0 ? Optional.empty() : Optional.of(now(rows.iterator().next())));
  }

  @Override
  public Uni<List<Letter>> inbox(UUID member) {
    return lifeline.read(INBOX, Tuple.of(member)).map(Members::letters);
  }

  @Override
  public Uni<Void> acknowledge(UUID member, Collection<UUID> changes) {
    return lifeline
        .write(
            connection ->
                connection
                    .preparedQuery(ACKNOWLEDGE)
                    .execute(Tuple.of(member, changes.toArray(UUID[]::new))))
        .replaceWithVoid();
  }

  @Override
  public Uni<Void> leave(UUID member) {
    return lifeline.write(connection -> Removal.of(connection, LEAVE, Tuple.of(member)));
  }

  @Override
  public Uni<List<Lapsed>> lapsed() {
    return lifeline
        .read(LAPSED, Tuple.tuple())
        .map(
            rows -> {
              List<Lapsed> lapsed = new ArrayList<>();
              rows.forEach(
                  row ->
                      lapsed.add(
                          new Lapsed(
                              row.getUUID("member_id"),
                              row.getOffsetDateTime("lease_until").toInstant())));
              return lapsed;
            });
  }

  @Override
  public Uni<Void> remove(Lapsed member) {
    Tuple unrenewed = Tuple.of(member.member(), member.leaseUntil().atOffset(ZoneOffset.UTC));
    return lifeline.write(connection -> Removal.of(connection, REMOVE, unrenewed));
  }

  private static Tuple leased(UUID member) {
    return Tuple.of(member, (int) Lease.LENGTH.toMillis());
  }

  private static Instant now(Row row) {
    return row.getOffsetDateTime("now").toInstant();
  }

  private static List<Letter> letters(RowSet<Row> rows) {
    List<Letter> letters = new ArrayList<>();
    for (Row row : rows) {
      TenantId tenant = new TenantId(row.getString("tenant_id"));
      letters.add(
          new Letter(
              row.getUUID("change_id"),
              Arrays.stream(row.getArrayOfStrings("topics"))
                  .map(path -> new Topic(tenant, path))
                  .toList()));
    }
    return letters;
  }
}
