package io.strongroom.coherence;

import io.strongroom.token.AccountKey;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.KeyId;
import io.strongroom.token.TenantId;
import java.util.List;

/**
 * What a change is about, and what remembered things were read from. A change evicts what names its
 * topic.
 */
public record Topic(TenantId tenant, String path) {

  /** The tenant as a whole. */
  public static Topic of(TenantId tenant) {
    return new Topic(tenant, "tenant");
  }

  /** One API key. */
  public static Topic of(TenantId tenant, KeyId key) {
    return new Topic(tenant, "key/" + key.value());
  }

  /** The limits of the tenant and of its keys. */
  public static Topic limitsOf(TenantId tenant) {
    return new Topic(tenant, "limits");
  }

  /** An environment with its clients and accounts. */
  public static Topic of(TenantId tenant, EnvironmentName environment) {
    return new Topic(tenant, "environment/" + environment.value());
  }

  /** An account with its client tokens. */
  public static Topic of(AccountKey account) {
    return new Topic(
        account.tenant(),
        "environment/" + account.environment().value() + "/" + account.uid().value());
  }

  /** Every topic that a change of the account's tokens may be about. */
  public static List<Topic> around(AccountKey account) {
    return List.of(of(account.tenant()), of(account.tenant(), account.environment()), of(account));
  }
}
