package io.strongroom.http;

import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an edit is based on (RFC 9110, section 13.1): the headers as they were sent, null where
 * there is none.
 *
 * @param ifMatch the revision that the caller has seen
 * @param ifNoneMatch {@code *} where the caller has seen that there is nothing
 */
public record Precondition(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
  private static final String ANY = "*";

  /** The revision as an entity tag (RFC 9110, section 8.8.3). */
  public static String tag(UUID revision) {
    return '"' + revision.toString() + '"';
  }

  /**
   * Fails with {@code precondition-failed} where the edit is based on something else.
   *
   * @param current the revision that is stored; null where nothing is
   */
  public void check(@Nullable UUID current) {
    if (ifMatch != null && !names(ifMatch, current, tag -> tag)) {
      throw failed("If-Match does not name the present revision");
    }
    if (ifNoneMatch != null && names(ifNoneMatch, current, Precondition::strong)) {
      throw failed("If-None-Match names what is there");
    }
  }

  /** A list of tags is compared strongly for If-Match and weakly for If-None-Match. */
  private static boolean names(
      String header, @Nullable UUID current, UnaryOperator<String> reading) {
    if (current == null) {
      return false;
    }
    return header.strip().equals(ANY)
        || Arrays.stream(header.split(","))
            .map(String::strip)
            .map(reading)
            .anyMatch(tag(current)::equals);
  }

  private static String strong(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }

  private static RuntimeException failed(String detail) {
    return Fault.of(FaultCode.PRECONDITION_FAILED, detail).exception();
  }
}
