package io.strongroom.imports;

import io.strongroom.token.ImportId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far an import has come. Every line that is done is counted once, as accepted, unchanged or
 * rejected.
 *
 * @param skipped client tokens that were left out, of lines that were not rejected
 * @param linesPerSecond of the present upload, or of the last
 * @param secondsLeft at that rate; null where nobody knows how much there is
 * @param interruptedBy why the last upload ended early, where it is known
 */
public record ImportProgress(
    ImportId importId,
    State state,
    long received,
    long accepted,
    long unchanged,
    long rejected,
    long skipped,
    double linesPerSecond,
    @Nullable Long secondsLeft,
    @Nullable String interruptedBy,
    Instant startedAt,
    Instant updatedAt,
    @Nullable Instant endedAt) {

  /** What becomes of an import at present. */
  public enum State {
    /** Somebody uploads. */
    RUNNING,
    /** Nobody does; the same file may be sent again and goes on where it was. */
    INTERRUPTED,
    /** The whole file was taken in. */
    FINISHED
  }

  /**
   * What is done and what there is, in lines or in bytes.
   *
   * @param begunAt what was done when the present upload went on
   * @param total null: unknown
   */
  record Amount(long begunAt, long done, @Nullable Long total) {

    double perSecond(double seconds) {
      return seconds <= 0 ? 0 : (done - begunAt) / seconds;
    }

    /** Null where it cannot be told. */
    @Nullable Long secondsLeft(double seconds) {
      double rate = perSecond(seconds);
      return total == null || rate <= 0
          ? null
          : Math.max(0, (long) Math.ceil((total - done) / rate));
    }
  }
}
