package io.strongroom.admin;

import io.smallrye.mutiny.Uni;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.Requires;
import io.strongroom.token.InvalidValue;
import io.strongroom.vault.Instances;
import io.strongroom.vault.Instances.Instance;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;

/** The instances of the service; the operator's alone. */
@Path("/v1/admin/instances")
@Produces(MediaType.APPLICATION_JSON)
public class InstancesResource {
  private final Instances instances;

  InstancesResource(Instances instances) {
    this.instances = instances;
  }

  @GET
  @Requires(AuthScope.OPERATOR)
  public Uni<InstanceList> list() {
    return instances.list().map(InstanceList::new);
  }

  /** Declares that an instance does not come back: its spool is not waited for any more. */
  @DELETE
  @Path("/{instanceId}")
  @Requires(AuthScope.OPERATOR)
  public Uni<Void> giveUp(@PathParam("instanceId") String instanceId) {
    return instances.giveUp(id(instanceId));
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidValue("instanceId", "must be a UUID");
    }
  }

  /** All of them, in the order of their start. */
  public record InstanceList(List<Instance> items) {}
}
