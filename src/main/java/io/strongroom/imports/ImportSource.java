package io.strongroom.imports;

import io.smallrye.mutiny.Multi;
import io.strongroom.token.InvalidValue;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The file of an import as it arrives.
 *
 * @param body sends a chunk when one is asked for, so that a slow database slows the sender down
 * @param lines how many there are, as the caller says; null: unknown
 * @param bytes how long the body is, as its header says; null: unknown
 */
public record ImportSource(Multi<Buffer> body, @Nullable Long lines, @Nullable Long bytes) {
  /** Of one import; a larger file is split. */
  public static final long MAX_LINES = 10_000_000;

  public ImportSource {
    InvalidValue.unless(
        lines == null || lines >= 0 && lines <= MAX_LINES,
        "lines",
        "must be between 0 and " + MAX_LINES);
  }
}
