package io.strongroom.vault;

import io.strongroom.audit.Action;
import io.strongroom.audit.Event;
import io.strongroom.token.AccountKey;
import io.strongroom.token.TenantId;

/** What the audit says when an account's standing turns: others are told of it. */
final class AccountEvents {

  private AccountEvents() {}

  /**
   * @param reason as the account shows it
   */
  static Event notAuthorized(AccountKey account, String reason) {
    return Event.of(Action.ACCOUNT_NOT_AUTHORIZED, account).with("reason", reason);
  }

  /** The same for accounts that are named beside it. */
  static Event notAuthorized(TenantId tenant, String reason) {
    return Event.of(Action.ACCOUNT_NOT_AUTHORIZED, tenant).with("reason", reason);
  }

  static Event authorized(AccountKey account) {
    return Event.of(Action.ACCOUNT_AUTHORIZED, account);
  }

  /** The same for accounts that are named beside it. */
  static Event authorized(TenantId tenant) {
    return Event.of(Action.ACCOUNT_AUTHORIZED, tenant);
  }
}
