package io.strongroom.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Writes a {@link Watch} as server-sent events.
 *
 * <p>The framework does that for a {@code Multi}, but sends the head before it subscribes: what
 * fails at the first look could not be said any more. Here the head goes with the first event.
 */
@Provider
@Produces(MediaType.SERVER_SENT_EVENTS)
public class WatchWriter implements ServerMessageBodyWriter<Watch<?>> {
  private static final Logger LOG = Logger.getLogger(WatchWriter.class);

  private final ObjectMapper json;

  WatchWriter(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, ResteasyReactiveResourceInfo target, MediaType mediaType) {
    return Watch.class.equals(type);
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    return Watch.class.equals(type);
  }

  /** Returns while it is being written; whoever goes away ends it. */
  @Override
  public void writeResponse(Watch<?> watch, Type generic, ServerRequestContext request) {
    // As the framework's own writers of what is not at hand yet do it.
    ResteasyReactiveRequestContext context = (ResteasyReactiveRequestContext) request;
    context.suspend();
    ServerHttpResponse response = context.serverResponse().setChunked(true);
    Cancellable writing =
        watch
            .seen()
            .map(this::event)
            .onItem()
            .transformToUniAndConcatenate(
                event -> Uni.createFrom().completionStage(() -> response.write(event)))
            .onTermination()
            .invoke(() -> context.resume())
            .subscribe()
            .with(
                written -> {},
                failure -> {
                  LOG.debug("a stream of progress has broken off", failure);
                  end(response);
                },
                () -> end(response));
    response.addCloseHandler(writing::cancel);
  }

  @Override
  public void writeTo(
      Watch<?> watch,
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out) {
    throw new UnsupportedOperationException("it would block");
  }

  private static void end(ServerHttpResponse response) {
    if (!response.closed()) {
      response.end();
    }
  }

  private byte[] event(Object seen) {
    try {
      return ("data:" + json.writeValueAsString(seen) + "\n\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what is watched cannot be written", e);
    }
  }
}
