package io.strongroom.tenant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An API key as it is stored: everything but the key; its hash stands in the directory. */
@Entity
@Table(name = "api_key")
@IdClass(ApiKeyRow.Key.class)
class ApiKeyRow {
  @Id
  @Column(name = "tenant_id")
  String tenantId = "";

  @Id
  @Column(name = "key_id")
  String keyId = "";

  String name = "";

  UUID revision = new UUID(0, 0);

  @Column(name = "auth_scopes")
  String[] authScopes = {};

  @Column(name = "created_at")
  Instant createdAt = Instant.EPOCH;

  @Column(name = "expires_at")
  @Nullable Instant expiresAt;

  @Column(name = "deleted_at")
  @Nullable Instant deletedAt;

  protected ApiKeyRow() {}

  record Key(String tenantId, String keyId) {}
}
