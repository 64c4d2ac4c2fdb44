package io.strongroom.admin;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Page;
import io.strongroom.quota.Charged;
import io.strongroom.quota.Resource;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Requires;
import io.strongroom.token.AccountKey;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import io.strongroom.vault.Account;
import io.strongroom.vault.AccountList;
import io.strongroom.vault.Accounts;
import io.strongroom.vault.Custody;
import io.strongroom.vault.Dependencies;
import io.strongroom.vault.MasterTokenRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The accounts of an environment and their master tokens, which go in and never come out. */
@Path("/v1/admin/tenants/{tenantId}/environments/{environment}/accounts")
@Produces(MediaType.APPLICATION_JSON)
public class AccountsResource {
  private final Accounts accounts;
  private final AccountList list;
  private final Custody custody;
  private final Dependencies dependencies;
  private final CurrentCaller caller;

  AccountsResource(
      Accounts accounts,
      AccountList list,
      Custody custody,
      Dependencies dependencies,
      CurrentCaller caller) {
    this.accounts = accounts;
    this.list = list;
    this.custody = custody;
    this.dependencies = dependencies;
    this.caller = caller;
  }

  @GET
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Page<View>> list(
      @PathParam("tenantId") String tenantId,
      @PathParam("environment") String environment,
      @BeanParam AccountsQuery query) {
    return list.page(
            caller.administered(new TenantId(tenantId)),
            new EnvironmentName(environment),
            query.filter(),
            query.page())
        .map(page -> new Page<>(page.items().stream().map(View::of).toList(), page.nextCursor()));
  }

  @PUT
  @Path("/{uid}")
  @Consumes(MediaType.WILDCARD)
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> put(
      @PathParam("tenantId") String tenantId,
      @PathParam("environment") String environment,
      @PathParam("uid") String uid,
      @Nullable NewAccount body) {
    AccountKey key = key(tenantId, environment, uid);
    InvalidValue.unless(body != null, "body", "is required");
    return accounts
        .put(key)
        .chain(created -> accounts.get(key).map(account -> answer(created, account)));
  }

  @GET
  @Path("/{uid}")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<View> get(
      @PathParam("tenantId") String tenantId,
      @PathParam("environment") String environment,
      @PathParam("uid") String uid) {
    return accounts.get(key(tenantId, environment, uid)).map(View::of);
  }

  @DELETE
  @Path("/{uid}")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> delete(
      @PathParam("tenantId") String tenantId,
      @PathParam("environment") String environment,
      @PathParam("uid") String uid,
      @QueryParam("dryRun") @Nullable String dryRun) {
    AccountKey key = key(tenantId, environment, uid);
    return Answers.deleted(
        Flag.of("dryRun", dryRun), () -> dependencies.of(key), () -> custody.deleteAccount(key));
  }

  @PUT
  @Path("/{uid}/master-token")
  @Consumes(MediaType.WILDCARD)
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Void> putMasterToken(
      @PathParam("tenantId") String tenantId,
      @PathParam("environment") String environment,
      @PathParam("uid") String uid,
      @Nullable MasterTokenRequest body) {
    return custody.put(key(tenantId, environment, uid), InvalidValue.required(body, "body"));
  }

  @DELETE
  @Path("/{uid}/master-token")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> deleteMasterToken(
      @PathParam("tenantId") String tenantId,
      @PathParam("environment") String environment,
      @PathParam("uid") String uid,
      @QueryParam("dryRun") @Nullable String dryRun) {
    AccountKey key = key(tenantId, environment, uid);
    return Answers.deleted(
        Flag.of("dryRun", dryRun),
        () -> dependencies.ofMasterToken(key),
        () -> custody.delete(key));
  }

  private AccountKey key(String tenantId, String environment, String uid) {
    return new AccountKey(
        caller.administered(new TenantId(tenantId)),
        new EnvironmentName(environment),
        new Uid(uid));
  }

  private static Response answer(boolean created, Account account) {
    return Response.status(created ? Response.Status.CREATED : Response.Status.OK)
        .entity(View.of(account))
        .build();
  }

  /** An account is made of its path alone. */
  public record NewAccount() {}

  /** An account with what may be said of its tokens. */
  public record View(
      Uid uid,
      EnvironmentName environment,
      String status,
      Instant since,
      @Nullable String reason,
      @Nullable Instant masterTokenExpiresAt,
      List<Account.TokenMetadata> tokens) {
    static View of(Account account) {
      return new View(
          account.uid(),
          account.environment(),
          account.authorized() ? AccountsQuery.AUTHORIZED : AccountsQuery.NOT_AUTHORIZED,
          account.since(),
          account.reason(),
          account.masterTokenExpiresAt(),
          account.tokens());
    }
  }
}
