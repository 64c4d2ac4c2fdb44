package io.strongroom.http;

import io.strongroom.token.Fault;
import jakarta.ws.rs.core.Response;

/** How one family of paths writes its errors, where that is not problem details. */
public interface ErrorForm {

  /** Whether errors below this path are of this form. */
  boolean covers(String path);

  Response render(Fault fault);
}
