package io.strongroom.admin;

import io.strongroom.upstream.Precondition;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** The answers that configuration calls share. */
final class Answers {

  private Answers() {}

  /** A resource with its entity tag. */
  static Response ok(Object resource, UUID revision) {
    return tagged(Response.Status.OK, resource, revision);
  }

  /** What a PUT has stored. */
  static Response stored(boolean created, Object resource, UUID revision) {
    return tagged(created ? Response.Status.CREATED : Response.Status.OK, resource, revision);
  }

  private static Response tagged(Response.Status status, Object resource, UUID revision) {
    return Response.status(status)
        .header(HttpHeaders.ETAG, Precondition.tag(revision))
        .entity(resource)
        .build();
  }
}
