package io.strongroom.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.strongroom.token.Causes;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.RandomId;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells what any exception means to a caller; what nobody expected gets an id and a log entry. */
@Singleton
class Faults {
  private static final Logger LOG = Logger.getLogger(Faults.class);

  private final RandomGenerator random = new SecureRandom();

  Fault of(Throwable failure) {
    for (Throwable cause : Causes.of(failure)) {
      Fault known = known(cause);
      if (known != null) {
        return known;
      }
    }
    return failure instanceof WebApplicationException web ? framework(web) : internal(failure);
  }

  private static @Nullable Fault known(Throwable failure) {
    if (failure instanceof FaultException e) {
      return e.fault();
    }
    if (failure instanceof JsonMappingException e) {
      return JsonFaults.mapping(e);
    }
    if (failure instanceof JsonProcessingException e) {
      return JsonFaults.unreadable(e);
    }
    if (failure instanceof InvalidValue e) {
      return Fault.invalid(e.member(), e.rule());
    }
    return null;
  }

  private Fault framework(WebApplicationException failure) {
    return switch (failure.getResponse().getStatus()) {
      case 404 -> Fault.of(FaultCode.NOT_FOUND, "There is nothing at this path");
      case 405 ->
          Fault.of(FaultCode.METHOD_NOT_ALLOWED, "This path does not answer to this method");
      case 413 -> Fault.of(FaultCode.TOO_LARGE, "The body is larger than 64 KiB");
      case 415 ->
          Fault.of(FaultCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be application/json");
      case 400 -> Fault.of(FaultCode.INVALID_REQUEST, "The request cannot be read");
      default -> internal(failure);
    };
  }

  private Fault internal(Throwable failure) {
    String id = RandomId.next(random);
    LOG.errorf(failure, "internal error %s", id);
    return Fault.of(FaultCode.INTERNAL_ERROR, "The log has more under this id: " + id)
        .with("id", id);
  }
}
