package io.strongroom.admin;

import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.KeyId;
import io.strongroom.token.UidPrefix;
import io.strongroom.vault.TokenFilter;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** Which client tokens are wanted, and which page of them. */
public class TokensQuery extends ListQuery {
  @QueryParam("environment")
  @Nullable String environment;

  @QueryParam("uidPrefix")
  @Nullable String uidPrefix;

  @QueryParam("clientId")
  @Nullable String clientId;

  @QueryParam("keyId")
  @Nullable String keyId;

  @QueryParam("expiringBefore")
  @Nullable String expiringBefore;

  @QueryParam("issuedBefore")
  @Nullable String issuedBefore;

  @QueryParam("issuedAfter")
  @Nullable String issuedAfter;

  TokenFilter filter() {
    return new TokenFilter(
        environment == null ? null : new EnvironmentName(environment),
        uidPrefix == null ? null : new UidPrefix(uidPrefix),
        clientId == null ? null : new ClientId(clientId),
        keyId == null ? null : new KeyId(keyId),
        Time.of("expiringBefore", expiringBefore),
        Time.of("issuedBefore", issuedBefore),
        Time.of("issuedAfter", issuedAfter));
  }
}
