package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.database.Page;
import io.strongroom.database.Walk;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.TenantId;
import io.strongroom.upstream.Environments;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The accounts of an environment in the order of their uids, without their tokens. */
@Singleton
public class AccountList {
  private static final String RANGE =
      "tenant_id = $1::text AND environment = $2::text AND uid > $3::text AND ";

  private static final String BEGINNING = "uid >= $4::text AND uid < $5::text";
  private static final String ANY_UID = "$4::text IS NULL AND $5::text IS NULL";

  private static final String AUTHORIZED =
      "(refused_reason IS NULL AND key_version IS NOT NULL"
          + " AND (master_expires_at IS NULL OR master_expires_at > $6::timestamptz))";

  private static final String ANY_STATUS = "$6::timestamptz IS NOT NULL";

  private static final String EXPIRING =
      " AND ($7::timestamptz IS NULL OR master_expires_at < $7::timestamptz)";

  private final Database database;
  private final Environments environments;
  private final InstantSource clock;

  AccountList(Database database, Environments environments, InstantSource clock) {
    this.database = database;
    this.environments = environments;
    this.clock = clock;
  }

  /** Fails with {@code environment-not-found} where there is no such environment. */
  public Uni<Page<Account>> page(
      TenantId tenant, EnvironmentName environment, AccountFilter filter, Page.Request request) {
    String from = Walk.start(request, 1)[0];
    Instant now = clock.instant();
    Tuple parameters =
        Tuple.of(tenant.value(), environment.value(), from)
            .addString(filter.uidPrefix() == null ? null : filter.uidPrefix().value())
            .addString(filter.uidPrefix() == null ? null : filter.uidPrefix().end())
            .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
            .addOffsetDateTime(offset(filter.expiringBefore()));
    return environments
        .require(tenant, environment)
        .chain(
            () ->
                walk(filter)
                    .page(
                        database,
                        parameters,
                        request,
                        row -> row(row, environment).account(now, List.of())));
  }

  private static Walk walk(AccountFilter filter) {
    return new Walk(
        "account",
        "uid",
        "uid, since, refused_reason, key_version, master_expires_at",
        RANGE + (filter.uidPrefix() == null ? ANY_UID : BEGINNING),
        status(filter.authorized()) + EXPIRING);
  }

  private static String status(@Nullable Boolean authorized) {
    if (authorized == null) {
      return ANY_STATUS;
    }
    return authorized ? AUTHORIZED : "NOT " + AUTHORIZED;
  }

  private static AccountRow row(Row found, EnvironmentName environment) {
    OffsetDateTime expires = found.getOffsetDateTime("master_expires_at");
    AccountRow row = new AccountRow();
    row.environment = environment.value();
    row.uid = found.getString("uid");
    row.since = found.getOffsetDateTime("since").toInstant();
    row.refusedReason = found.getString("refused_reason");
    row.keyVersion = found.getInteger("key_version");
    row.masterExpiresAt = expires == null ? null : expires.toInstant();
    return row;
  }

  private static @Nullable OffsetDateTime offset(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }
}
