package io.strongroom.upstream;

import io.strongroom.seal.SealedColumn;
import io.strongroom.seal.SealedColumns;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import jakarta.inject.Singleton;
import java.util.List;

/** What is sealed of environments and clients. */
@Singleton
class UpstreamSecrets implements SealedColumns {
  @Override
  public List<SealedColumn> sealed() {
    return List.of(
        new SealedColumn(
            "environment",
            "origins",
            List.of("environment"),
            List.of(),
            (tenant, of) -> Origins.place(tenant, new EnvironmentName(of.get(0)))),
        new SealedColumn(
            "client",
            "secret",
            List.of("environment", "client_id"),
            List.of(),
            (tenant, of) ->
                Clients.place(tenant, new EnvironmentName(of.get(0)), new ClientId(of.get(1)))));
  }
}
