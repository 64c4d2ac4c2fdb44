package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.database.Joined;
import io.strongroom.seal.LookupHash;
import io.strongroom.seal.TenantKeys;
import io.strongroom.token.SecretText;
import io.strongroom.token.Slot;
import io.strongroom.upstream.LiveAnswer;
import io.strongroom.upstream.LiveCheck;
import io.strongroom.upstream.Route;
import io.strongroom.upstream.Routes;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks upstreams about client tokens, and remembers what they said where asking is dear.
 *
 * <p>Where the environment has a budget, an answer is good for {@link #GOOD_FOR}, over all
 * instances and restarts, since it stands beside the slot's token; and any older one is given, as
 * what it is, once the budget is used up. Callers in this process who ask about one token at the
 * same time share one question.
 */
@Singleton
class LiveInspections {
  /**
   * One token that is asked about all the time then costs at most 60 calls an hour: no single one
   * uses a budget of 100 up.
   */
  private static final Duration GOOD_FOR = Duration.ofMinutes(1);

  private static final String REMEMBERED =
      """
      SELECT live_checked_at, live_status, live_name, live_scopes,
             live_checked_at > clock_timestamp() - $6::bigint * interval '1 millisecond' AS good
        FROM client_token
       WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text
         AND client_id = $4::text AND live_hash = $5::bytea
      """;

  /** Only beside the value that it is about, and never over a later answer. */
  private static final String REMEMBER =
      """
      UPDATE client_token
         SET live_hash = $5::bytea, live_checked_at = $6::timestamptz, live_status = $7::text,
             live_name = $8::text, live_scopes = $9::text[]
       WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text
         AND client_id = $4::text AND token_hash = $5::bytea
         AND (live_hash IS DISTINCT FROM $5::bytea OR live_checked_at < $6::timestamptz)
      """;

  private final ConcurrentMap<Question, CompletableFuture<LiveAnswer>> underWay =
      new ConcurrentHashMap<>();
  private final Database database;
  private final Routes routes;
  private final LiveCheck upstream;
  private final Detached detached;

  LiveInspections(Database database, Routes routes, LiveCheck upstream, Detached detached) {
    this.database = database;
    this.routes = routes;
    this.upstream = upstream;
    this.detached = detached;
  }

  private record Question(Slot slot, LookupHash hash) {}

  /** What the upstream says of the token that the slot holds. */
  Uni<LiveAnswer> ask(TenantKeys keys, Slot slot, SecretText token, LookupHash hash) {
    Question question = new Question(slot, hash);
    CompletableFuture<LiveAnswer> mine = new CompletableFuture<>();
    CompletableFuture<LiveAnswer> there = underWay.putIfAbsent(question, mine);
    if (there != null) {
      return Joined.to(there);
    }
    var unused =
        detached
            .run(() -> answer(keys, question, token))
            .whenComplete((answer, failure) -> end(question, mine, answer, failure));
    return Joined.to(mine);
  }

  private void end(
      Question question,
      CompletableFuture<LiveAnswer> mine,
      LiveAnswer answer,
      @Nullable Throwable failure) {
    underWay.remove(question, mine);
    if (failure != null) {
      mine.completeExceptionally(failure);
    } else {
      mine.complete(answer);
    }
  }

  private Uni<LiveAnswer> answer(TenantKeys keys, Question question, SecretText token) {
    return database
        .write(connection -> routes.find(connection, keys, question.slot()))
        .chain(
            route ->
                route.settings().hourlyBudget() == null
                    ? upstream.ask(route, token)
                    : fromMemory(route, question, token));
  }

  private Uni<LiveAnswer> fromMemory(Route route, Question question, SecretText token) {
    return database
        .read(
            REMEMBERED,
            SlotRecord.key(question.slot())
                .addValue(question.hash().bytes())
                .addLong(GOOD_FOR.toMillis()))
        .chain(
            rows ->
                isGood(rows)
                    ? Uni.createFrom().item(remembered(rows))
                    : upstream.ask(route, token).chain(answer -> keep(question, answer, rows)));
  }

  private static boolean isGood(RowSet<Row> rows) {
    return rows.size() > 0 && rows.iterator().next().getBoolean("good");
  }

  private Uni<LiveAnswer> keep(Question question, LiveAnswer answer, RowSet<Row> before) {
    if (answer.checkedAt() != null) {
      return remember(question, answer).replaceWith(answer);
    }
    boolean useOld = answer.budgetExhaustedUntil() != null && before.size() > 0;
    return Uni.createFrom()
        .item(useOld ? remembered(before).exhaustedUntil(answer.budgetExhaustedUntil()) : answer);
  }

  private Uni<Void> remember(Question question, LiveAnswer answer) {
    List<String> scopes = answer.authScopes();
    return database
        .write(
            connection ->
                connection
                    .preparedQuery(REMEMBER)
                    .execute(
                        SlotRecord.key(question.slot())
                            .addValue(question.hash().bytes())
                            .addOffsetDateTime(
                                answer.checkedAt() == null
                                    ? null
                                    : answer.checkedAt().atOffset(ZoneOffset.UTC))
                            .addString(answer.status().wire())
                            .addString(answer.name())
                            .addArrayOfString(
                                scopes == null ? null : scopes.toArray(String[]::new))))
        .replaceWithVoid();
  }

  private static LiveAnswer remembered(RowSet<Row> rows) {
    Row row = rows.iterator().next();
    String[] scopes = row.getArrayOfStrings("live_scopes");
    return new LiveAnswer(
        LiveAnswer.Status.of(row.getString("live_status")),
        row.getOffsetDateTime("live_checked_at").toInstant(),
        row.getString("live_name"),
        scopes == null ? null : List.of(scopes),
        true,
        null);
  }
}
