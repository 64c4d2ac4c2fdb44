package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/**
 * A resource of the same server that reads as much JSON as a fetch and answers as much, for
 * everybody and without asking anything: what the server itself costs.
 */
@Path("/bench/hello")
public class BenchHello {

  public record Hello(String uid) {}

  @POST
  @PermitAll
  @Consumes(MediaType.WILDCARD)
  @Produces(MediaType.APPLICATION_JSON)
  public Uni<BenchAnswer> hello(Hello hello) {
    return Uni.createFrom().item(BenchAnswer.of(hello.uid()));
  }
}
