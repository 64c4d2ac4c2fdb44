package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.tenant.Keyring;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.KeyId;
import io.strongroom.token.SecretText;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import io.strongroom.token.Slot;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Many accounts with client tokens, sealed and stored as an exchange stores them. */
@Singleton
class BenchSlots {
  static final String CLIENT = "warehouse";

  /** So long as many providers' opaque tokens. */
  static final String TOKEN = "t".repeat(64);

  private static final int AT_ONCE = 500;

  /** Like the model in everything but the name. */
  private static final String ACCOUNTS =
      """
      INSERT INTO account
      SELECT (jsonb_populate_record(a, jsonb_build_object('uid', 'user-' || i))).*
        FROM account a, generate_series($4::integer, $5::integer) i
       WHERE a.tenant_id = $1::text AND a.environment = $2::text AND a.uid = $3::text
      """;

  private final Database database;
  private final Keyring keyring;
  private final SlotRecord slots;

  BenchSlots(Database database, Keyring keyring, SlotRecord slots) {
    this.database = database;
    this.keyring = keyring;
    this.slots = slots;
  }

  Uni<Void> fill(TenantId tenant, EnvironmentName environment, Uid model, int count) {
    return keyring.of(tenant).chain(keys -> fill(keys, tenant, environment, model, 1, count));
  }

  private Uni<Void> fill(
      TenantKeys keys,
      TenantId tenant,
      EnvironmentName environment,
      Uid model,
      int from,
      int count) {
    if (from > count) {
      return Uni.createFrom().voidItem();
    }
    int to = Math.min(count, from + AT_ONCE - 1);
    Tuple like = Tuple.of(tenant.value(), environment.value(), model.value(), from, to);
    return database
        .write(
            connection -> {
              Uni<Void> stored =
                  connection.preparedQuery(ACCOUNTS).execute(like).replaceWithVoid();
              for (int i = from; i <= to; i++) {
                Slot slot =
                    new Slot(tenant, environment, new Uid("user-" + i), new ClientId(CLIENT));
                stored = stored.chain(() -> store(connection, keys, slot));
              }
              return stored;
            })
        .chain(() -> fill(keys, tenant, environment, model, to + 1, count));
  }

  private Uni<Void> store(SqlConnection connection, TenantKeys keys, Slot slot) {
    Instant now = Instant.now();
    Instant expires = now.plus(Duration.ofHours(10));
    NewToken token =
        new NewToken(1, false, false, "Bearer", List.of(), now, expires, expires, null);
    SecretText value = SecretText.of(TOKEN);
    SecretText own = SecretText.of(TOKEN + slot.uid().value());
    Sealed sealed = keys.seal(value, SlotRecord.place(slot));
    return slots.store(connection, slot, token, sealed, keys.hash(own), new KeyId("benchbench"));
  }
}
