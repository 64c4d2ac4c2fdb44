package io.strongroom.admin;

import io.smallrye.mutiny.Uni;
import io.strongroom.http.Precondition;
import io.strongroom.vault.Dependents;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The answers that administrative calls share. */
final class Answers {

  private Answers() {}

  /** A resource with its entity tag; without one where nobody has ever written it. */
  static Response ok(Object resource, @Nullable UUID revision) {
    return tagged(Response.Status.OK, resource, revision);
  }

  /** What a PUT has stored. */
  static Response stored(boolean created, Object resource, UUID revision) {
    return tagged(created ? Response.Status.CREATED : Response.Status.OK, resource, revision);
  }

  /** Deletes, or with a dry run counts what hangs on the thing and deletes nothing. */
  static Uni<Response> deleted(
      boolean dryRun, Supplier<Uni<Dependents>> dependents, Supplier<Uni<Void>> deletion) {
    return dryRun
        ? dependents.get().map(counted -> Response.ok(counted).build())
        : deletion.get().replaceWith(() -> Response.noContent().build());
  }

  private static Response tagged(Response.Status status, Object resource, @Nullable UUID revision) {
    return Response.status(status)
        .header(HttpHeaders.ETAG, revision == null ? null : Precondition.tag(revision))
        .entity(resource)
        .build();
  }
}
