package io.strongroom.audit;

import io.strongroom.token.InvalidValue;
import java.util.Arrays;

/** What was done. The words are stable: they stand in rows that are hashed. */
public enum Action {
  TENANT_CREATED("tenant-created", "a tenant was made"),
  TENANT_CHANGED("tenant-changed", "a tenant was given another name"),
  TENANT_DELETED("tenant-deleted", "a tenant was deleted, and its keysets destroyed"),
  KEY_CREATED("key-created", "an API key was made; `target` is its id"),
  KEY_CHANGED("key-changed", "an API key was given another name, other scopes or another expiry"),
  KEY_DELETED("key-deleted", "an API key was deleted"),
  ENVIRONMENT_PUT("environment-put", "an environment was made or replaced"),
  ENVIRONMENT_DELETED("environment-deleted", "an environment was deleted with its clients"),
  CLIENT_PUT("client-put", "a client was registered or replaced"),
  CLIENT_DELETED("client-deleted", "a client was deleted and its tokens were erased"),
  ACCOUNT_CREATED("account-created", "an account without a master token was made"),
  ACCOUNT_DELETED("account-deleted", "an account was erased with all that it had"),
  MASTER_TOKEN_PUT("master-token-put", "a master token was entrusted"),
  MASTER_TOKEN_DELETED("master-token-deleted", "a master token and its client tokens were erased"),
  QUOTA_PUT("quota-put", "a limit was set or removed; `target` is the resource"),
  EXCHANGE("exchange", "the upstream was asked for a client token, or an answer was recorded late"),
  TOKEN_DROPPED("token-dropped", "a backend had a client token forgotten"),
  REVOCATION_BEGUN("revocation-begun", "a revocation was asked for; `target` is its id"),
  REVOCATION_BATCH("revocation-batch", "some tokens of a revocation have ended here"),
  IMPORT_BEGUN("import-begun", "an upload of users has begun, or gone on; `target` is the import"),
  IMPORT_BATCH("import-batch", "lines of an import were taken in; `from` and `to` say which"),
  ROTATION_BEGUN("rotation-begun", "a new key was made; `target` is the rotation's id"),
  ROTATION_ENDED(
      "rotation-ended", "the former key is gone, or the tenant is; `target` is the rotation's id"),
  ACCOUNT_NOT_AUTHORIZED(
      "account-not-authorized", "an account's master token is no good any more, or gone"),
  ACCOUNT_AUTHORIZED("account-authorized", "an account that was not authorized is so again"),
  QUOTA_NEAR("quota-near", "four fifths of a limit are used; `target` is the resource"),
  QUOTA_REACHED("quota-reached", "a limit is used up; `target` is the resource"),
  UPSTREAM_DOWN("upstream-down", "an environment's upstream has failed too often, and is spared"),
  UPSTREAM_UP("upstream-up", "calls are sent to that upstream again"),
  WEBHOOK_PUT("webhook-put", "a webhook was made or replaced; `target` is its name"),
  WEBHOOK_DELETED("webhook-deleted", "a webhook was deleted; `target` is its name"),
  WEBHOOK_DISABLED("webhook-disabled", "a webhook is not sent to any more; `target` is its name"),
  INSTANCE_GIVEN_UP("instance-given-up", "an instance was declared gone; `target` is its id"),
  CONSOLE_SIGNED_IN("console-signed-in", "somebody signed in at the console with an API key"),
  CONSOLE_SIGNED_OUT("console-signed-out", "somebody ended a session of the console"),
  CALLS_REFUSED("calls-refused", "calls of one key or address were refused; `count` says how many");

  private final String word;
  private final String meaning;

  Action(String word, String meaning) {
    this.word = word;
    this.meaning = meaning;
  }

  /** The word in rows and answers. */
  public String word() {
    return word;
  }

  /** The sentence of the reference page. */
  String meaning() {
    return meaning;
  }

  /** Fails with the member {@code action} for a word that is none. */
  public static Action named(String word) {
    return Arrays.stream(values())
        .filter(action -> action.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new InvalidValue("action", "is not an action of the audit"));
  }
}
