package io.strongroom.admin;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Page;
import io.strongroom.quota.Charged;
import io.strongroom.quota.Resource;
import io.strongroom.tenant.ApiKeys;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.IssuedKey;
import io.strongroom.tenant.KeyChange;
import io.strongroom.tenant.KeyMetadata;
import io.strongroom.tenant.KeyRequest;
import io.strongroom.tenant.Requires;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.KeyId;
import io.strongroom.token.TenantId;
import io.strongroom.vault.Dependencies;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The API keys of a tenant. */
@Path("/v1/admin/tenants/{tenantId}/api-keys")
@Produces(MediaType.APPLICATION_JSON)
public class ApiKeysResource {
  private final ApiKeys keys;
  private final Dependencies dependencies;
  private final CurrentCaller caller;

  ApiKeysResource(ApiKeys keys, Dependencies dependencies, CurrentCaller caller) {
    this.keys = keys;
    this.dependencies = dependencies;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.WILDCARD)
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> create(@PathParam("tenantId") String tenantId, @Nullable KeyRequest body) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    return keys.create(tenant, InvalidValue.required(body, "body"))
        .map(key -> Answers.stored(true, NewKey.of(key), key.metadata().revision()));
  }

  @GET
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Page<KeyMetadata>> list(
      @PathParam("tenantId") String tenantId, @BeanParam ListQuery query) {
    return keys.list(caller.administered(new TenantId(tenantId)), query.page());
  }

  @GET
  @Path("/{keyId}")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> get(
      @PathParam("tenantId") String tenantId, @PathParam("keyId") String keyId) {
    return keys.get(caller.administered(new TenantId(tenantId)), new KeyId(keyId))
        .map(key -> Answers.ok(key, key.revision()));
  }

  @PATCH
  @Path("/{keyId}")
  @Consumes(MediaType.WILDCARD)
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> change(
      @PathParam("tenantId") String tenantId,
      @PathParam("keyId") String keyId,
      @BeanParam Conditions conditions,
      @Nullable KeyChange body) {
    return keys.change(
            caller.administered(new TenantId(tenantId)),
            new KeyId(keyId),
            InvalidValue.required(body, "body"),
            conditions.precondition())
        .map(key -> Answers.ok(key, key.revision()));
  }

  @DELETE
  @Path("/{keyId}")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> delete(
      @PathParam("tenantId") String tenantId,
      @PathParam("keyId") String keyId,
      @QueryParam("dryRun") @Nullable String dryRun,
      @BeanParam Conditions conditions) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    KeyId key = new KeyId(keyId);
    return Answers.deleted(
        Flag.of("dryRun", dryRun),
        () -> dependencies.of(tenant, key, conditions.precondition()),
        () -> keys.delete(tenant, key, conditions.precondition()));
  }

  /** A key that was just made; its text is shown this once. */
  record NewKey(
      String keyId,
      String name,
      List<AuthScope> authScopes,
      @Nullable Instant expiresAt,
      String apiKey) {

    static NewKey of(IssuedKey issued) {
      KeyMetadata key = issued.metadata();
      return new NewKey(
          key.keyId().value(),
          key.name().value(),
          key.authScopes(),
          key.expiresAt(),
          issued.apiKey().text().reveal());
    }

    /** Without the key: an answer may end up in a log line. */
    @Override
    public String toString() {
      return "NewKey[" + keyId + "]";
    }
  }
}
