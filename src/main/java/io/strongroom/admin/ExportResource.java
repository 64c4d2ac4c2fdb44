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
    return export.pages(tenant, new EnvironmentName(environment)).map(this::lines);
  }

  private Buffer lines(List<Account> page) {
    Buffer lines = Buffer.buffer();
    try {
      for (Account account : page) {
        lines.appendBytes(json.writeValueAsBytes(AccountsResource.View.of(account)));
        lines.appendByte((byte) '\n');
      }
      return lines;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an account cannot be written", e);
    }
  }
}
