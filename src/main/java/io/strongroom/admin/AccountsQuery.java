package io.strongroom.admin;

import io.strongroom.token.InvalidValue;
import io.strongroom.token.UidPrefix;
import io.strongroom.vault.AccountFilter;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** Which accounts are wanted, and which page of them. */
public class AccountsQuery extends ListQuery {
  static final String AUTHORIZED = "authorized";
  static final String NOT_AUTHORIZED = "not-authorized";

  @QueryParam("status")
  @Nullable String status;

  @QueryParam("uidPrefix")
  @Nullable String uidPrefix;

  @QueryParam("expiringBefore")
  @Nullable String expiringBefore;

  AccountFilter filter() {
    return new AccountFilter(
        authorized(),
        uidPrefix == null ? null : new UidPrefix(uidPrefix),
        Time.of("expiringBefore", expiringBefore));
  }

  private @Nullable Boolean authorized() {
    InvalidValue.unless(
        status == null || status.equals(AUTHORIZED) || status.equals(NOT_AUTHORIZED),
        "status",
        "must be " + AUTHORIZED + " or " + NOT_AUTHORIZED);
    return status == null ? null : status.equals(AUTHORIZED);
  }
}
