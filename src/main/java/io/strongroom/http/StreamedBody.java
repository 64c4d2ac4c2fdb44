package io.strongroom.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Calls whose body is read as a stream and may be of any length. What they do with it is bounded by
 * themselves; key, scope and quota are asked for as of every other call.
 */
public interface StreamedBody {
  /** Where the length of a long body is kept; of a short one the header has it. */
  String LENGTH = "strongroom.streamed-body.length";

  boolean covers(HttpMethod method, String path);

  /** Bytes of the body, where the caller has announced them. */
  static @Nullable Long announcedLength(RoutingContext rc) {
    Long length = rc.get(LENGTH);
    String header = rc.request().getHeader("Content-Length");
    return length != null || header == null ? length : Long.valueOf(header.trim());
  }
}
