package io.strongroom.http;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.arc.All;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultException;
import io.strongroom.token.InvalidValue;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where a failure becomes an HTTP answer. */
@Singleton
class ProblemMapper {
  private final Faults faults;
  private final List<ErrorForm> forms;
  private final List<RefusalWatch> watches;

  ProblemMapper(Faults faults, @All List<ErrorForm> forms, @All List<RefusalWatch> watches) {
    this.faults = faults;
    this.forms = forms;
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
    Response answer = answer(e, rc);
    String allow = e.getResponse().getHeaderString(HttpHeaders.ALLOW);
    return allow == null
        ? answer
        : Response.fromResponse(answer).header(HttpHeaders.ALLOW, allow).build();
  }

  @ServerExceptionMapper
  public Response unexpected(Throwable e, RoutingContext rc) {
    return answer(e, rc);
  }

  private Response answer(Throwable failure, RoutingContext rc) {
    if (rc.response().ended()) {
      // The body limit has answered already; a second entity would only fill the log.
      return Response.status(rc.response().getStatusCode()).build();
    }
    Fault fault = faults.of(failure);
    watches.forEach(watch -> watch.answered(fault));
    String path = Objects.requireNonNullElse(rc.request().path(), "");
    return forms.stream()
        .filter(form -> form.covers(path))
        .findFirst()
        .map(form -> form.render(fault))
        .orElseGet(() -> Problem.response(fault, path));
  }
}
