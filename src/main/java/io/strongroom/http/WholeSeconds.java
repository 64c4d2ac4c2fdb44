package io.strongroom.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Writes a time as RFC 3339 in UTC with whole seconds. */
final class WholeSeconds extends StdSerializer<Instant> {
  private static final long serialVersionUID = 1L;

  WholeSeconds() {
    super(Instant.class);
  }

  @Override
  public void serialize(Instant time, JsonGenerator out, SerializerProvider provider)
      throws IOException {
    out.writeString(time.truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
