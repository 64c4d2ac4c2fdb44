package io.strongroom.admin;

import io.strongroom.http.Precondition;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.core.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** {@code If-Match} and {@code If-None-Match} of an edit. */
public class Conditions {
  @HeaderParam(HttpHeaders.IF_MATCH)
  @Nullable String ifMatch;

  @HeaderParam(HttpHeaders.IF_NONE_MATCH)
  @Nullable String ifNoneMatch;

  Precondition precondition() {
    return new Precondition(ifMatch, ifNoneMatch);
  }
}
