package io.strongroom.token;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One failure as a caller sees it.
 *
 * @param code the row of the table
 * @param detail a sentence for the caller; never holds a secret or an upstream's text
 * @param retryAfter when asking again can help; null where time alone changes nothing
 * @param members what the code adds to the problem details, in order
 */
public record Fault(
    FaultCode code, String detail, @Nullable Duration retryAfter, Map<String, Object> members) {

  public Fault {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  public static Fault of(FaultCode code, String detail) {
    return new Fault(code, detail, null, Map.of());
  }

  /** The rule that a member of the request breaks. */
  public static Fault invalid(String member, String rule) {
    return of(FaultCode.INVALID_REQUEST, member + ": " + rule).with("member", member);
  }

  public Fault retryAfter(Duration wait) {
    return new Fault(code, detail, wait, members);
  }

  public Fault with(String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(member, value);
    return new Fault(code, detail, retryAfter, more);
  }

  /** The fault as something to throw. */
  public FaultException exception() {
    return new FaultException(this);
  }
}
