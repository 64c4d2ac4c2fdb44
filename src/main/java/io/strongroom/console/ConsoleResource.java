package io.strongroom.console;

import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.Caller;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Requires;
import io.strongroom.tenant.SessionCookie;
import io.strongroom.token.TenantId;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pages, empty: what they show they ask for by the calls that every administrator has. */
@Path("/console")
@Produces(MediaType.TEXT_HTML)
public class ConsoleResource {
  private final Template page;
  private final CurrentCaller caller;

  ConsoleResource(Template page, CurrentCaller caller) {
    this.page = page;
    this.caller = caller;
  }

  @GET
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  public Response first() {
    Page first = caller.get() instanceof Caller.Operator ? Page.TENANTS : Page.OVERVIEW;
    return Response.seeOther(URI.create("/console/" + first.path())).build();
  }

  @GET
  @Path("/{page}")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  public TemplateInstance page(
      @PathParam("page") String name,
      @QueryParam("tenant") @Nullable String tenant,
      @Context HttpHeaders headers) {
    Page shown = Page.named(name);
    boolean operator = caller.get() instanceof Caller.Operator;
    String of = tenant(tenant);
    SessionCookie session = SessionCookie.of(headers.getCookies());
    return page.data("name", shown.path(), "title", shown.title(), "tenant", of)
        .data("current", shown == Page.ACCOUNT ? Page.ACCOUNTS.path() : shown.path())
        .data("entries", entries(operator, of))
        .data("proof", session == null ? "" : session.proof());
  }

  private static List<Map<String, String>> entries(boolean operator, String tenant) {
    Stream<Page> tenants = operator ? Stream.of(Page.TENANTS) : Stream.of();
    Stream<Page> ofTenant = tenant.isEmpty() ? Stream.of() : Page.ofTenants().stream();
    Stream<Page> rotations = operator ? Stream.of(Page.ROTATIONS) : Stream.of();
    String query = operator && !tenant.isEmpty() ? "?tenant=" + tenant : "";
    return Stream.of(tenants, ofTenant, rotations)
        .flatMap(pages -> pages)
        .map(
            entry ->
                Map.of(
                    "name", entry.path(),
                    "title", entry.title(),
                    "href", "/console/" + entry.path() + query))
        .toList();
  }

  /** The tenant that is shown; empty where the operator has not chosen one. */
  private String tenant(@Nullable String asked) {
    if (caller.get() instanceof Caller.KeyHolder holder) {
      return holder.tenant().value();
    }
    return asked == null ? "" : new TenantId(asked).value();
  }
}
