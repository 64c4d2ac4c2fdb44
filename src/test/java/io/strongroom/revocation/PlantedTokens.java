package io.strongroom.revocation;

import io.quarkus.arc.Arc;
import io.strongroom.seal.Place;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.service.Entrusted;
import io.strongroom.service.VaultTenant;
import io.strongroom.tenant.Keyring;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.SecretText;
import io.strongroom.token.Slot;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Client tokens that no provider gave, sealed and stored as if one had: many in a short time. */
final class PlantedTokens {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int BATCH = 1_000;

  private static final String ACCOUNT =
      "INSERT INTO account (tenant_id, environment, uid, since) VALUES (?, ?, ?, now())";

  private static final String TOKEN =
      "INSERT INTO client_token (tenant_id, environment, uid, client_id, generation, token,"
          + " key_version, token_hash, token_type, scopes, issued_at, expires_at, refresh_after)"
          + " VALUES (?, ?, ?, ?, 1, ?, ?, ?, 'Bearer', '{}', now() - interval '1 minute',"
          + " now() + interval '1 hour', now() + interval '50 minutes')";

  private PlantedTokens() {}

  /** One token each for so many new users of the environment and client of this one. */
  static void plant(Entrusted like, int many) {
    VaultTenant tenant = like.tenant();
    TenantKeys keys =
        Arc.container()
            .instance(Keyring.class)
            .get()
            .of(new TenantId(tenant.id()))
            .await()
            .atMost(PATIENCE);
    try (Connection connection = Arc.container().instance(DataSource.class).get().getConnection();
        PreparedStatement accounts = connection.prepareStatement(ACCOUNT);
        PreparedStatement tokens = connection.prepareStatement(TOKEN)) {
      for (int i = 0; i < many; i++) {
        add(like, keys, accounts, tokens, "planted-" + i);
        if (i % BATCH == BATCH - 1 || i == many - 1) {
          accounts.executeBatch();
          tokens.executeBatch();
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(
      Entrusted like,
      TenantKeys keys,
      PreparedStatement accounts,
      PreparedStatement tokens,
      String uid)
      throws SQLException {
    Slot slot =
        new Slot(
            new TenantId(like.tenant().id()),
            new EnvironmentName(VaultTenant.ENVIRONMENT),
            new Uid(uid),
            new ClientId(like.client()));
    SecretText value = SecretText.of("token-of-" + uid);
    Sealed sealed = keys.seal(value, Place.of(slot, "client_token", "token"));
    set(accounts, slot.tenant().value(), VaultTenant.ENVIRONMENT, uid);
    set(
        tokens,
        slot.tenant().value(),
        VaultTenant.ENVIRONMENT,
        uid,
        slot.client().value(),
        sealed.bytes(),
        sealed.keyVersion(),
        keys.hash(value).bytes().getBytes());
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    statement.addBatch();
  }
}
