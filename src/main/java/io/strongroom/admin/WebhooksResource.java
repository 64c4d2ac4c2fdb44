package io.strongroom.admin;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Page;
import io.strongroom.events.Webhook;
import io.strongroom.events.WebhookName;
import io.strongroom.events.WebhookRequest;
import io.strongroom.events.Webhooks;
import io.strongroom.quota.Charged;
import io.strongroom.quota.Resource;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Requires;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.SecretText;
import io.strongroom.token.TenantId;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a tenant's events are sent. */
@Path("/v1/admin/tenants/{tenantId}/webhooks")
@Produces(MediaType.APPLICATION_JSON)
public class WebhooksResource {
  private final Webhooks webhooks;
  private final CurrentCaller caller;

  WebhooksResource(Webhooks webhooks, CurrentCaller caller) {
    this.webhooks = webhooks;
    this.caller = caller;
  }

  @GET
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Page<View>> list(@PathParam("tenantId") String tenantId, @BeanParam ListQuery query) {
    return webhooks
        .list(caller.administered(new TenantId(tenantId)), query.page())
        .map(
            page ->
                new Page<>(
                    page.items().stream().map(webhook -> View.of(webhook, null)).toList(),
                    page.nextCursor()));
  }

  @PUT
  @Path("/{name}")
  @Consumes(MediaType.WILDCARD)
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> put(
      @PathParam("tenantId") String tenantId,
      @PathParam("name") String name,
      @BeanParam Conditions conditions,
      @Nullable WebhookRequest body) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    return webhooks
        .put(
            tenant,
            new WebhookName(name),
            InvalidValue.required(body, "body"),
            conditions.precondition())
        .map(
            stored ->
                Answers.stored(
                    stored.created(),
                    View.of(stored.webhook(), stored.secret()),
                    stored.webhook().revision()));
  }

  @GET
  @Path("/{name}")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> get(@PathParam("tenantId") String tenantId, @PathParam("name") String name) {
    return webhooks
        .get(caller.administered(new TenantId(tenantId)), new WebhookName(name))
        .map(webhook -> Answers.ok(View.of(webhook, null), webhook.revision()));
  }

  @DELETE
  @Path("/{name}")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> delete(
      @PathParam("tenantId") String tenantId,
      @PathParam("name") String name,
      @BeanParam Conditions conditions) {
    return webhooks
        .delete(
            caller.administered(new TenantId(tenantId)),
            new WebhookName(name),
            conditions.precondition())
        .replaceWith(() -> Response.noContent().build());
  }

  /**
   * A webhook.
   *
   * @param secret shown once, where the service has made it
   */
  public record View(
      String name,
      String url,
      List<String> events,
      @Nullable String secret,
      Webhook.Delivery delivery) {
    static View of(Webhook webhook, @Nullable SecretText secret) {
      return new View(
          webhook.name(),
          webhook.url(),
          webhook.events(),
          secret == null ? null : secret.reveal(),
          webhook.delivery());
    }
  }
}
