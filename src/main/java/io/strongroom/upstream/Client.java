package io.strongroom.upstream;

import io.strongroom.token.ClientId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A client as administrators see it: everything but its credential. */
public record Client(
    ClientId clientId,
    UUID revision,
    String authMethod,
    @Nullable String scope,
    boolean moneyScope,
    @Nullable String upstreamClientId) {

  static Client of(ClientRow row) {
    return new Client(
        new ClientId(row.clientId),
        row.revision,
        row.authMethod,
        row.scope,
        row.moneyScope,
        row.upstreamClientId);
  }
}
