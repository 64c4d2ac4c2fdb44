package io.strongroom.admin;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Page;
import io.strongroom.rotation.Progress;
import io.strongroom.rotation.RotationRequest;
import io.strongroom.rotation.Rotations;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Requires;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.RotationId;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/** Rotations of keys; the operator's alone, whoever's the key is. */
@Path("/v1/admin/keys/rotations")
@Produces(MediaType.APPLICATION_JSON)
public class RotationsResource {
  private final Rotations rotations;
  private final Watches watches;
  private final CurrentCaller caller;

  RotationsResource(Rotations rotations, Watches watches, CurrentCaller caller) {
    this.rotations = rotations;
    this.watches = watches;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.WILDCARD)
  @Requires(AuthScope.OPERATOR)
  public Uni<Response> begin(@Nullable RotationRequest body) {
    return rotations
        .begin(InvalidValue.required(body, "body"))
        .map(begun -> Response.status(Response.Status.ACCEPTED).entity(begun).build());
  }

  @GET
  @Requires(AuthScope.OPERATOR)
  public Uni<Page<Progress>> list(@BeanParam ListQuery query) {
    return rotations.list(query.page());
  }

  @GET
  @Path("/{rotationId}")
  @Requires(AuthScope.OPERATOR)
  public Uni<Progress> progress(@PathParam("rotationId") String rotationId) {
    return rotations.progress(new RotationId(rotationId));
  }

  /** The same as it happens, until it has ended. */
  @GET
  @Path("/{rotationId}/watch")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @APIResponseSchema(Progress.class)
  @Requires(AuthScope.OPERATOR)
  public Uni<Watch<Progress>> watch(@PathParam("rotationId") String rotationId) {
    RotationId id = new RotationId(rotationId);
    return watches.of(
        caller.stands(), () -> rotations.progress(id), seen -> seen.finishedAt() != null);
  }
}
