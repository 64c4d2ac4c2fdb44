package io.strongroom.upstream;

import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An {@code If-Match} header: the revision that an edit is based on.
 *
 * @param tag as it was sent; null where there is none
 */
public record Precondition(@Nullable String tag) {

  /** The revision as an entity tag (RFC 9110, section 8.8.3). */
  public static String tag(UUID revision) {
    return '"' + revision.toString() + '"';
  }

  /**
   * @param current the revision that is stored; null where nothing is
   */
  void check(@Nullable UUID current) {
    if (tag == null) {
      return;
    }
    boolean holds = current != null && (tag.equals("*") || tag.equals(tag(current)));
    if (!holds) {
      throw Fault.of(FaultCode.PRECONDITION_FAILED, "If-Match does not name the present revision")
          .exception();
    }
  }
}
