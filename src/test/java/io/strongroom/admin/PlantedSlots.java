package io.strongroom.admin;

import io.strongroom.service.Service;
import io.strongroom.service.VaultTenant;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** Slots and accounts behind the service's back, whose secrets nobody opens. */
final class PlantedSlots {
  private static final String TOKENS =
      "INSERT INTO client_token (tenant_id, environment, uid, client_id, generation, token,"
          + " key_version, token_hash, token_type, scopes, issued_at, expires_at, refresh_after,"
          + " key_id) SELECT tenant_id, ?, ? || to_char(i, 'FM000000'), ?, 7, '\\x00', key_version,"
          + " '\\x00', 'Bearer', '{a,b}', ?, ?, now(), ?"
          + " FROM generate_series(1, ?) i, tenant_key WHERE tenant_id = ?";

  private static final String ACCOUNTS =
      "INSERT INTO account (tenant_id, environment, uid, since, master_token, key_version,"
          + " master_expires_at, refused_reason) SELECT tenant_id, ?, ? || to_char(i, 'FM000000'),"
          + " now(), '\\x00', key_version, ?, ?"
          + " FROM generate_series(1, ?) i, tenant_key WHERE tenant_id = ?";

  private PlantedSlots() {}

  static void connect(VaultTenant tenant, String environment) {
    tenant
        .asOperator()
        .body(Map.of("grant", "x-token", "tokenEndpoint", "https://a.example/token"))
        .put(tenant.path("/environments/" + environment))
        .then()
        .statusCode(201);
  }

  /** One token each for so many users, whose uids begin so. */
  static void tokens(
      VaultTenant tenant,
      String environment,
      String uid,
      String client,
      Instant issued,
      Instant expires,
      String keyId,
      int many) {
    Service.sql(
        TOKENS,
        environment,
        uid,
        client,
        issued.atOffset(ZoneOffset.UTC),
        expires.atOffset(ZoneOffset.UTC),
        keyId,
        many,
        tenant.id());
  }

  /** So many accounts whose uids begin so. */
  static void accounts(VaultTenant tenant, String uid, Instant expires, String refused, int many) {
    Service.sql(
        ACCOUNTS,
        VaultTenant.ENVIRONMENT,
        uid,
        expires == null ? null : expires.atOffset(ZoneOffset.UTC),
        refused,
        many,
        tenant.id());
  }
}
