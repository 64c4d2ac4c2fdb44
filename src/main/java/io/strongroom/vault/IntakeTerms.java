package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.TenantId;
import io.strongroom.upstream.GrantType;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What imported users need to know of their environment.
 *
 * @param tokenType what the environment calls every token; null where it says nothing
 * @param clients those of the environment that are asked for, with the scopes of their tokens
 */
record IntakeTerms(
    boolean isStatic,
    @Nullable ClientId defaultClient,
    @Nullable String tokenType,
    Map<ClientId, List<String>> clients) {

  private static final String FIND =
      """
      SELECT e.environment, e.grant_type, e.default_client_id,
             e.settings::jsonb ->> 'tokenType' AS token_type, c.client_id, c.scope
        FROM environment e
        LEFT JOIN client c
          ON c.tenant_id = e.tenant_id AND c.environment = e.environment
             AND (c.client_id = ANY ($3::text[]) OR c.client_id = e.default_client_id)
       WHERE e.tenant_id = $1::text AND e.environment = ANY ($2::text[])
      """;

  private static final String USUAL_TYPE = "Bearer";

  /** Of these environments; one that does not exist is not among them. */
  static Uni<Map<EnvironmentName, IntakeTerms>> find(
      SqlConnection connection,
      TenantId tenant,
      Collection<EnvironmentName> environments,
      Collection<ClientId> clients) {
    return connection
        .preparedQuery(FIND)
        .execute(
            Tuple.tuple()
                .addString(tenant.value())
                .addArrayOfString(
                    environments.stream().map(EnvironmentName::value).toArray(String[]::new))
                .addArrayOfString(clients.stream().map(ClientId::value).toArray(String[]::new)))
        .map(IntakeTerms::terms);
  }

  String typeOf(ImportedToken token) {
    return tokenType != null
        ? tokenType
        : Objects.requireNonNullElse(token.tokenType(), USUAL_TYPE);
  }

  List<String> scopesOf(ImportedToken token, ClientId client) {
    return token.scopes() != null
        ? token.scopes()
        : Objects.requireNonNullElse(clients.get(client), List.of());
  }

  private static Map<EnvironmentName, IntakeTerms> terms(RowSet<Row> rows) {
    Map<EnvironmentName, IntakeTerms> found = new HashMap<>();
    for (Row row : rows) {
      IntakeTerms terms =
          found.computeIfAbsent(
              new EnvironmentName(row.getString("environment")), name -> withoutClients(row));
      if (row.getString("client_id") != null) {
        terms.clients.put(new ClientId(row.getString("client_id")), scopes(row.getString("scope")));
      }
    }
    return found;
  }

  private static IntakeTerms withoutClients(Row row) {
    String usual = row.getString("default_client_id");
    return new IntakeTerms(
        GrantType.of(row.getString("grant_type")) == GrantType.STATIC,
        usual == null ? null : new ClientId(usual),
        row.getString("token_type"),
        new HashMap<>());
  }

  private static List<String> scopes(@Nullable String scope) {
    return scope == null ? List.of() : List.of(scope.split(" "));
  }
}
