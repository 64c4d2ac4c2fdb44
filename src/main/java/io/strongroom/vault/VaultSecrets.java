package io.strongroom.vault;

import io.strongroom.seal.SealedColumn;
import io.strongroom.seal.SealedColumns;
import io.strongroom.token.AccountKey;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.Slot;
import io.strongroom.token.Uid;
import jakarta.inject.Singleton;
import java.util.List;

/** The tokens: what is sealed of accounts and slots. */
@Singleton
class VaultSecrets implements SealedColumns {
  @Override
  public List<SealedColumn> sealed() {
    return List.of(
        new SealedColumn(
            "account",
            "master_token",
            List.of("environment", "uid"),
            List.of(),
            (tenant, of) ->
                Claims.place(
                    new AccountKey(tenant, new EnvironmentName(of.get(0)), new Uid(of.get(1))))),
        new SealedColumn(
            "client_token",
            "token",
            List.of("environment", "uid", "client_id"),
            List.of(),
            (tenant, of) ->
                SlotRecord.place(
                    new Slot(
                        tenant,
                        new EnvironmentName(of.get(0)),
                        new Uid(of.get(1)),
                        new ClientId(of.get(2))))));
  }
}
