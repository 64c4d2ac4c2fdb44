package io.strongroom.vault;

import io.strongroom.token.AccountKey;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.SecretText;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A user who is brought in: one line of an import.
 *
 * @param expiresAt when the master token ends; absent means that nobody knows
 * @param clientToken what the user's backends hold at present; absent means that they exchange
 */
public record ImportedAccount(
    Uid uid,
    @Nullable EnvironmentName environment,
    SecretText masterToken,
    @Nullable Instant expiresAt,
    @Nullable ImportedToken clientToken) {

  /** What the database can store, and people can read. */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
  private static final EnvironmentName USUAL = new EnvironmentName("production");

  public ImportedAccount {
    uid = InvalidValue.required(uid, "uid");
    environment = environment == null ? USUAL : environment;
    masterToken = new MasterTokenRequest(masterToken, expiresAt, null).masterToken();
    expiresAt = time(expiresAt, "expiresAt");
  }

  static @Nullable Instant time(@Nullable Instant time, String member) {
    InvalidValue.unless(
        time == null || !time.isBefore(EARLIEST) && !time.isAfter(LATEST),
        member,
        "must be of the years 1970 to 9999");
    return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS);
  }

  public AccountKey key(TenantId tenant) {
    return new AccountKey(tenant, place(), uid);
  }

  /** Where the account is; the usual environment where none is named. */
  EnvironmentName place() {
    return environment == null ? USUAL : environment;
  }
}
