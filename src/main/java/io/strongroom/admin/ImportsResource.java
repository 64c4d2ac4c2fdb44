package io.strongroom.admin;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.strongroom.database.Page;
import io.strongroom.http.StreamedBody;
import io.strongroom.imports.ImportProgress;
import io.strongroom.imports.ImportReports;
import io.strongroom.imports.ImportSource;
import io.strongroom.imports.Imports;
import io.strongroom.imports.Rejects;
import io.strongroom.quota.Charged;
import io.strongroom.quota.Resource;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Requires;
import io.strongroom.token.ImportId;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.TenantId;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/** Imports of a tenant's users, from bodies of any length. */
@Path("/v1/admin/tenants/{tenantId}/imports")
@Produces(MediaType.APPLICATION_JSON)
public class ImportsResource {
  private static final int MAX_DIGITS = 9;

  private final Imports imports;
  private final ImportReports reports;
  private final Watches watches;
  private final CurrentCaller caller;

  ImportsResource(Imports imports, ImportReports reports, Watches watches, CurrentCaller caller) {
    this.imports = imports;
    this.reports = reports;
    this.watches = watches;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.WILDCARD)
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> begin(
      @PathParam("tenantId") String tenantId,
      @QueryParam("lines") @Nullable String lines,
      @Context RoutingContext rc) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    return imports.begin(tenant, source(rc, lines)).map(ImportsResource::answer);
  }

  @PUT
  @Path("/{importId}")
  @Consumes(MediaType.WILDCARD)
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> upload(
      @PathParam("tenantId") String tenantId,
      @PathParam("importId") String importId,
      @QueryParam("lines") @Nullable String lines,
      @Context RoutingContext rc) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    return imports
        .upload(tenant, new ImportId(importId), source(rc, lines))
        .map(ImportsResource::answer);
  }

  @GET
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Page<View>> list(@PathParam("tenantId") String tenantId, @BeanParam ListQuery query) {
    return reports
        .list(caller.administered(new TenantId(tenantId)), query.page())
        .map(page -> new Page<>(page.items().stream().map(View::of).toList(), page.nextCursor()));
  }

  @GET
  @Path("/{importId}")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<View> progress(
      @PathParam("tenantId") String tenantId, @PathParam("importId") String importId) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    return reports.progress(tenant, new ImportId(importId)).map(View::of);
  }

  /** The same as it happens, while somebody uploads. */
  @GET
  @Path("/{importId}/watch")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @APIResponseSchema(View.class)
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Watch<View>> watch(
      @PathParam("tenantId") String tenantId, @PathParam("importId") String importId) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    ImportId id = new ImportId(importId);
    return watches.of(
        caller.stands(),
        () -> reports.progress(tenant, id).map(View::of),
        seen -> !seen.state().equals("running"));
  }

  @GET
  @Path("/{importId}/rejects")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Rejects> rejects(
      @PathParam("tenantId") String tenantId,
      @PathParam("importId") String importId,
      @BeanParam ListQuery query) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    return reports.rejects(tenant, new ImportId(importId), query.page());
  }

  private static ImportSource source(RoutingContext rc, @Nullable String lines) {
    HttpServerRequest request = rc.request();
    String encoding = request.getHeader("Content-Encoding");
    InvalidValue.unless(
        encoding == null || encoding.equalsIgnoreCase("identity"),
        "Content-Encoding",
        "must be identity: a body is sent as it is");
    ImportSource source =
        new ImportSource(
            MultiHelper.toMulti(request), total(lines), StreamedBody.announcedLength(rc));
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      rc.response().writeContinue();
    }
    return source;
  }

  private static @Nullable Long total(@Nullable String lines) {
    if (lines == null) {
      return null;
    }
    InvalidValue.unless(
        lines.matches("[0-9]{1," + MAX_DIGITS + "}"), "lines", "must be a whole number");
    return Long.valueOf(lines);
  }

  private static Response answer(Imports.Uploaded uploaded) {
    return Response.status(uploaded.created() ? Response.Status.CREATED : Response.Status.OK)
        .entity(View.of(uploaded.progress()))
        .build();
  }

  /** How far an import has come. */
  public record View(
      ImportId importId,
      String state,
      long received,
      long accepted,
      long unchanged,
      long rejected,
      long skipped,
      long linesPerSecond,
      @Nullable Long secondsLeft,
      @Nullable String interruptedBy,
      Instant startedAt,
      Instant updatedAt,
      @Nullable Instant endedAt) {
    static View of(ImportProgress progress) {
      return new View(
          progress.importId(),
          progress.state().name().toLowerCase(Locale.ROOT),
          progress.received(),
          progress.accepted(),
          progress.unchanged(),
          progress.rejected(),
          progress.skipped(),
          Math.round(progress.linesPerSecond()),
          progress.secondsLeft(),
          progress.interruptedBy(),
          progress.startedAt(),
          progress.updatedAt(),
          progress.endedAt());
    }
  }
}
