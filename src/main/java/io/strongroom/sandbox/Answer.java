package io.strongroom.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the provider answers: a status, headers, and a JSON object (no body at all when it has no
 * members).
 *
 * @param outcome for the log: {@code granted}, {@code inactive} or the error's code
 */
public record Answer(
    int status, Map<String, String> headers, Map<String, Object> members, String outcome) {

  static final String GRANTED = "granted";
  static final String INACTIVE = "inactive";

  static Answer granted(Map<String, Object> members) {
    return new Answer(200, Map.of(), members, GRANTED);
  }

  /** RFC 7662 section 2.2: an inactive token tells nothing more. */
  static Answer inactive() {
    return new Answer(200, Map.of(), Map.of("active", false), INACTIVE);
  }

  /** RFC 6749 section 5.2. */
  static Answer refused(String error, String description) {
    return new Answer(400, Map.of(), refusal(error, description), error);
  }

  /** RFC 6749 section 5.2: 401, naming the scheme that the client tried. */
  static Answer unauthenticated(String description, boolean byHeader) {
    Map<String, String> headers =
        byHeader ? Map.of("WWW-Authenticate", "Basic realm=\"sandbox\"") : Map.of();
    return new Answer(401, headers, refusal("invalid_client", description), "invalid_client");
  }

  static Answer notFound() {
    return new Answer(404, Map.of(), refusal("not_found", "nothing is served here"), "not_found");
  }

  boolean success() {
    return status < 300;
  }

  /** A member of the answer that is a token, empty without one. */
  String token(String member) {
    return members.get(member) instanceof String token ? token : "";
  }

  private static Map<String, Object> refusal(String error, String description) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("error", error);
    members.put("error_description", description);
    return members;
  }

  /** The members may be tokens: they are not printed. */
  @Override
  public String toString() {
    return "Answer[" + status + " " + outcome + "]";
  }
}
