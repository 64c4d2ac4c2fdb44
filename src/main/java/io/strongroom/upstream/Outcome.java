package io.strongroom.upstream;

import io.strongroom.token.FaultCode;
import io.strongroom.token.SecretText;
import io.strongroom.token.Verdict;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an exchange came to. */
public sealed interface Outcome {

  /** What replaces the master token; null keeps it. */
  default @Nullable SecretText newMasterToken() {
    return null;
  }

  /**
   * The upstream gave a client token.
   *
   * @param tokenType as the upstream names it; null where it does not
   * @param scopes as the upstream lists them; null where it does not
   * @param lifetime from before the request was sent; null where the upstream does not say
   * @param newMasterToken what replaces the master token; null keeps it
   */
  record Granted(
      SecretText clientToken,
      @Nullable String tokenType,
      @Nullable List<String> scopes,
      @Nullable Duration lifetime,
      @Nullable SecretText newMasterToken)
      implements Outcome {

    /** The same without what would replace the master token. */
    Granted keepingMasterToken() {
      return new Granted(clientToken, tokenType, scopes, lifetime, null);
    }
  }

  /**
   * The upstream gave no client token, and yet a new master token: that one must be kept.
   *
   * @param failed what callers are told
   */
  record Rotated(SecretText newMasterToken, Failed failed) implements Outcome {}

  /**
   * The upstream wants the user to authorize a payment first, and did nothing else.
   *
   * @param code {@code payment-auth-required}; {@code internal-error} where the client's users are
   *     not to be asked; {@code upstream-invalid-response} where the rest cannot be passed on
   * @param contextId by which the upstream knows the authorization; null with the other two codes
   * @param url where the user gives it, https; null with the other two codes
   */
  record StepUp(FaultCode code, @Nullable String contextId, @Nullable String url)
      implements Outcome {

    /** Without where a user is to pay. */
    @Override
    public String toString() {
      return "StepUp[" + code.code() + "]";
    }
  }

  /**
   * The upstream gave none.
   *
   * @param code what callers are told
   * @param detail a sentence without any text of the upstream's
   * @param retryAfter what the upstream asked to wait, at most an hour; null where it did not
   * @param repeatable whether the very call can be made again without any risk
   */
  record Failed(
      Verdict verdict,
      FaultCode code,
      String detail,
      @Nullable Duration retryAfter,
      boolean repeatable)
      implements Outcome {

    /**
     * Whether nobody knows after this what the upstream did.
     *
     * @param repair whether an earlier call was lost already
     */
    public boolean leavesOpen(boolean repair) {
      return verdict == Verdict.UNKNOWN_OUTCOME || repair && verdict != Verdict.TERMINAL;
    }
  }
}
