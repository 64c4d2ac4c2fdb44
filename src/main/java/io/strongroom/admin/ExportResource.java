package io.strongroom.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Multi;
import io.strongroom.quota.Charged;
import io.strongroom.quota.Resource;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Requires;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.TenantId;
import io.strongroom.vault.Account;
import io.strongroom.vault.AccountExport;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.List;
import java.util.stream.Collectors;

/** All accounts of an environment as one stream of lines; secrets are not among what it has. */
@Path("/v1/admin/tenants/{tenantId}/environments/{environment}/export")
public class ExportResource {
  private static final String LINES = "application/x-ndjson";

  private final AccountExport export;
  private final CurrentCaller caller;
  private final ObjectMapper json;

  ExportResource(AccountExport export, CurrentCaller caller, ObjectMapper json) {
    this.export = export;
    this.caller = caller;
    this.json = json;
  }

  @GET
  @Produces(LINES)
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Multi<Buffer> export(
      @PathParam("tenantId") String tenantId, @PathParam("environment") String environment) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    return export
        .pages(tenant, new EnvironmentName(environment))
        .filter(page -> !page.isEmpty())
        .map(this::lines);
  }

  /** The framework ends each item with a line feed, so a page has none at its end. */
  private Buffer lines(List<Account> page) {
    return Buffer.buffer(page.stream().map(this::line).collect(Collectors.joining("\n")));
  }

  private String line(Account account) {
    try {
      return json.writeValueAsString(AccountsResource.View.of(account));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an account cannot be written", e);
    }
  }
}
