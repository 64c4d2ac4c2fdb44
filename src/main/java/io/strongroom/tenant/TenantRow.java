package io.strongroom.tenant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant as it is stored. */
@Entity
@Table(name = "tenant")
class TenantRow {
  @Id
  @Column(name = "tenant_id")
  String tenantId = "";

  String name = "";

  UUID revision = new UUID(0, 0);

  byte @Nullable [] keyset;

  @Column(name = "lookup_keyset")
  byte @Nullable [] lookupKeyset;

  @Column(name = "kek_version")
  @Nullable Integer kekVersion;

  @Column(name = "created_at")
  Instant createdAt = Instant.EPOCH;

  @Column(name = "deleted_at")
  @Nullable Instant deletedAt;

  protected TenantRow() {}
}
