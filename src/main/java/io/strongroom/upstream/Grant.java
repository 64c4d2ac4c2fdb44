package io.strongroom.upstream;

import io.strongroom.token.SecretText;
import java.util.Map;

/** One way to exchange a master token; what a grant is beyond that stands in one type each. */
public interface Grant {

  /** The grant's own parameters of the token request, in order; the client's are added to them. */
  Map<String, String> parameters(SecretText masterToken);

  /**
   * Whether two exchanges of one account with different clients would use up one master token: then
   * the whole account is claimed, not one slot.
   */
  boolean claimsWholeAccount();

  /** Whether an answer may bring a new master token where the environment does not say. */
  boolean rotatesByDefault();
}
