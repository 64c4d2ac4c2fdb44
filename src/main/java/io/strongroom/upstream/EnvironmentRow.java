package io.strongroom.upstream;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An environment as it is stored. */
@Entity
@Table(name = "environment")
@IdClass(EnvironmentRow.Key.class)
class EnvironmentRow {
  @Id
  @Column(name = "tenant_id")
  String tenantId = "";

  @Id String environment = "";

  UUID revision = new UUID(0, 0);

  @Column(name = "grant_type")
  String grantType = "";

  @Column(name = "default_client_id")
  @Nullable String defaultClientId;

  String settings = "";

  byte[] origins = {};

  @Column(name = "key_version")
  int keyVersion;

  @Column(name = "rotation_seen")
  boolean rotationSeen;

  protected EnvironmentRow() {}

  record Key(String tenantId, String environment) {}
}
