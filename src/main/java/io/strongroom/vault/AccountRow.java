package io.strongroom.vault;

import io.strongroom.token.EnvironmentName;
import io.strongroom.token.Uid;
import io.strongroom.vault.Account.TokenMetadata;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An account as administrators list it. The master token's columns are not mapped: they are written
 * by compare-and-set, in statements of their own.
 */
@Entity
@Table(name = "account")
@IdClass(AccountRow.Key.class)
class AccountRow {
  @Id
  @Column(name = "tenant_id")
  String tenantId = "";

  @Id String environment = "";

  @Id String uid = "";

  Instant since = Instant.EPOCH;

  @Column(name = "refused_reason")
  @Nullable String refusedReason;

  @Column(name = "master_expires_at", insertable = false, updatable = false)
  @Nullable Instant masterExpiresAt;

  @Column(name = "key_version", insertable = false, updatable = false)
  @Nullable Integer keyVersion;

  protected AccountRow() {}

  record Key(String tenantId, String environment, String uid) {}

  /**
   * The account as administrators see it.
   *
   * @param now by which an expiry is judged
   */
  Account account(Instant now, List<TokenMetadata> tokens) {
    String reason = reason(now);
    boolean expired = Account.EXPIRED.equals(reason);
    return new Account(
        new Uid(uid),
        new EnvironmentName(environment),
        reason == null,
        expired ? Objects.requireNonNull(masterExpiresAt) : since,
        reason,
        masterExpiresAt,
        tokens);
  }

  /** Why the account is not authorized now; null where it is. */
  private @Nullable String reason(Instant now) {
    if (refusedReason != null) {
      return refusedReason;
    }
    if (keyVersion == null) {
      return Account.NO_MASTER_TOKEN;
    }
    return masterExpiresAt != null && !masterExpiresAt.isAfter(now) ? Account.EXPIRED : null;
  }
}
