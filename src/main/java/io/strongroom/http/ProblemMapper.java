package io.strongroom.http;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.arc.All;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultException;
import io.strongroom.token.InvalidValue;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where a failure becomes an HTTP answer. */
@Singleton
class ProblemMapper {
  private final Faults faults;
  private final List<ErrorForm> forms;
  private final AllowedMethods allowed;
  private final List<RefusalWatch> watches;

  ProblemMapper(
      Faults faults,
      @All List<ErrorForm> forms,
      AllowedMethods allowed,
      @All List<RefusalWatch> watches) {
    this.faults = faults;
    this.forms = forms;
    this.allowed = allowed;
    this.watches = watches;
  }

  @ServerExceptionMapper
  public Response fault(FaultException e, RoutingContext rc) {
    return answer(e, rc);
  }

  @ServerExceptionMapper
  public Response value(InvalidValue e, RoutingContext rc) {
    return answer(e, rc);
  }

  @ServerExceptionMapper
  public Response unknownMember(UnrecognizedPropertyException e, RoutingContext rc) {
    return answer(e, rc);
  }

  @ServerExceptionMapper
  public Response mismatch(MismatchedInputException e, RoutingContext rc) {
    return answer(e, rc);
  }

  @ServerExceptionMapper
  public Response framework(WebApplicationException e, RoutingContext rc) {
    return e instanceof NotFoundException || e instanceof NotAllowedException
        ? unrouted(e, rc)
        : answer(e, rc);
  }

  /**
   * No method was matched. The framework calls a path unknown as well when another resource that is
   * nearer to the root has the method; what tells the two apart is whether the path has any.
   */
  private Response unrouted(WebApplicationException e, RoutingContext rc) {
    SortedSet<String> methods = allowed.of(path(rc));
    if (methods.isEmpty() || methods.contains(rc.request().method().name())) {
      return answer(e, rc);
    }
    String allow = String.join(", ", methods);
    return Response.fromResponse(answer(new NotAllowedException(allow), rc))
        .header(HttpHeaders.ALLOW, allow)
        .build();
  }

  @ServerExceptionMapper
  public Response unexpected(Throwable e, RoutingContext rc) {
    return answer(e, rc);
  }

  private static String path(RoutingContext rc) {
    return Objects.requireNonNullElse(rc.request().path(), "");
  }

  private Response answer(Throwable failure, RoutingContext rc) {
    if (rc.response().ended()) {
      // The body limit has answered already; a second entity would only fill the log.
      return Response.status(rc.response().getStatusCode()).build();
    }
    Fault fault = faults.of(failure);
    watches.forEach(watch -> watch.answered(fault));
    String path = path(rc);
    return forms.stream()
        .filter(form -> form.covers(path))
        .findFirst()
        .map(form -> form.render(fault))
        .orElseGet(() -> Problem.response(fault, path));
  }
}
