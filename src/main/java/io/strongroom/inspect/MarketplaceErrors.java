package io.strongroom.inspect;

import io.strongroom.http.ErrorForm;
import io.strongroom.tenant.Caller;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.token.Fault;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Errors in the marketplace's own form: its codes are the names of its status constants. */
@Singleton
class MarketplaceErrors implements ErrorForm {
  private static final int METHOD_FAILURE = 420;

  private final CurrentCaller caller;

  MarketplaceErrors(CurrentCaller caller) {
    this.caller = caller;
  }

  @Override
  public boolean covers(String path) {
    return path.equals("/auth/token") || path.equals("/v2") || path.startsWith("/v2/");
  }

  @Override
  public Response render(Fault fault) {
    return switch (fault.code()) {
      case UNAUTHENTICATED -> answer(401, "UNAUTHORIZED", fault.detail());
      case FORBIDDEN -> answer(403, "FORBIDDEN", "Access denied");
      case QUOTA_EXCEEDED -> answer(METHOD_FAILURE, "METHOD_FAILURE", hit(fault));
      case NOT_FOUND -> answer(404, "NOT_FOUND", "Not found");
      case METHOD_NOT_ALLOWED -> answer(405, "METHOD_NOT_ALLOWED", "Method not allowed");
      default ->
          fault.code().status() < 500
              ? answer(400, "BAD_REQUEST", fault.detail())
              : answer(500, "INTERNAL_SERVER_ERROR", fault.detail());
    };
  }

  private String hit(Fault fault) {
    return "Hit rate limit of "
        + fault.members().get("limit")
        + " requests per 1 hour for resource auth/token for tenant "
        + (caller.get() instanceof Caller.KeyHolder holder ? holder.tenantName() : "");
  }

  private static Response answer(int status, String code, String message) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON)
        .entity(new Frame("ERROR", List.of(new Entry(code, message))))
        .build();
  }

  /** The marketplace's frame of an error. */
  record Frame(String status, List<Entry> errors) {}

  /** One error. */
  record Entry(String code, String message) {}
}
