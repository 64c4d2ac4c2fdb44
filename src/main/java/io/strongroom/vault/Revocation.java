package io.strongroom.vault;

import io.strongroom.token.AccountKey;
import io.strongroom.token.TenantId;
import java.util.List;
import java.util.UUID;

/**
 * A revocation as it stands.
 *
 * @param timed whether the caller named a time of issue
 * @param cursor environment, uid and client of the slot up to which it is done
 */
record Revocation(
    TenantId tenant,
    String id,
    Matching matching,
    boolean timed,
    boolean masterTokens,
    boolean upstream,
    Cursor cursor,
    UUID holder) {

  /** Whether master tokens go with all that they have brought, whenever that was. */
  boolean endsWhole() {
    return masterTokens && !timed;
  }

  /** The place of a slot in the order of the keys. */
  record Cursor(String environment, String uid, String client) {
    /** After every client id: DEL is no visible ASCII. */
    private static final String LAST_CLIENT = "\u007f";

    static final Cursor START = new Cursor("", "", "");

    /** Behind all slots of an account. */
    static Cursor after(String environment, String uid) {
      return new Cursor(environment, uid, LAST_CLIENT);
    }

    static Cursor of(List<String> parts) {
      return new Cursor(parts.get(0), parts.get(1), parts.get(2));
    }

    String[] parts() {
      return new String[] {environment, uid, client};
    }

    /** In the order of the database, which is that of the bytes. */
    boolean isBehind(AccountKey account) {
      int environments = environment.compareTo(account.environment().value());
      return environments > 0 || environments == 0 && uid.compareTo(account.uid().value()) >= 0;
    }

    boolean isAccountDone() {
      return client.equals(LAST_CLIENT);
    }
  }

  /**
   * How far a batch came.
   *
   * @param revoked client tokens that it ended
   * @param last whether there is nothing behind it
   */
  record Step(Cursor cursor, int revoked, boolean last) {

    /** Whether at least one slot of the account, or the account without any, is done. */
    boolean reaches(AccountKey account) {
      return last || cursor.isBehind(account);
    }
  }
}
