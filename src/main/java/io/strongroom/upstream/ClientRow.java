package io.strongroom.upstream;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A client as it is stored. */
@Entity
@Table(name = "client")
@IdClass(ClientRow.Key.class)
class ClientRow {
  @Id
  @Column(name = "tenant_id")
  String tenantId = "";

  @Id String environment = "";

  @Id
  @Column(name = "client_id")
  String clientId = "";

  UUID revision = new UUID(0, 0);

  @Column(name = "auth_method")
  String authMethod = "";

  byte[] secret = {};

  @Column(name = "key_version")
  int keyVersion;

  @Nullable String scope;

  @Column(name = "money_scope")
  boolean moneyScope;

  @Column(name = "upstream_client_id")
  @Nullable String upstreamClientId;

  protected ClientRow() {}

  record Key(String tenantId, String environment, String clientId) {}
}
