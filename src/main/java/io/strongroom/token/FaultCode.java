package io.strongroom.token;

import static io.strongroom.token.Verdict.CONFIGURATION;
import static io.strongroom.token.Verdict.TERMINAL;
import static io.strongroom.token.Verdict.THROTTLED;
import static io.strongroom.token.Verdict.TRANSIENT;

import java.util.Arrays;
import java.util.Optional;

/** The one table of errors: code, HTTP status, verdict and the sentence that never changes. */
public enum FaultCode {
  ACCOUNT_NOT_FOUND("account-not-found", 404, TERMINAL, "No such account"),
  ENVIRONMENT_NOT_FOUND("environment-not-found", 404, TERMINAL, "No such environment"),
  NOT_FOUND("not-found", 404, TERMINAL, "Not found"),
  ACCOUNT_NOT_AUTHORIZED("account-not-authorized", 409, TERMINAL, "The account is not authorized"),
  CREDENTIALS_NOT_FOUND("credentials-not-found", 422, CONFIGURATION, "No such client"),
  PAYMENT_AUTH_REQUIRED("payment-auth-required", 403, TERMINAL, "Payment authorization required"),
  UPSTREAM_UNAVAILABLE("upstream-unavailable", 503, TRANSIENT, "The upstream cannot be reached"),
  UPSTREAM_TIMEOUT("upstream-timeout", 504, TRANSIENT, "The upstream did not answer in time"),
  UPSTREAM_INVALID_RESPONSE(
      "upstream-invalid-response", 502, TRANSIENT, "The upstream's answer cannot be used"),
  UPSTREAM_THROTTLED("upstream-throttled", 503, THROTTLED, "The upstream is at its limit"),
  UPSTREAM_CONFIGURATION(
      "upstream-configuration", 502, CONFIGURATION, "The upstream refused the client"),
  OUTCOME_UNKNOWN(
      "outcome-unknown", 503, Verdict.UNKNOWN_OUTCOME, "A lost upstream call is being resolved"),
  TOKEN_REVOKED("token-revoked", 409, TERMINAL, "The token was revoked"),
  MASTER_TOKEN_SUPERSEDED(
      "master-token-superseded", 409, TERMINAL, "The master token was superseded"),
  CONFLICT("conflict", 409, TERMINAL, "Conflict with what is stored"),
  QUOTA_EXCEEDED("quota-exceeded", 429, THROTTLED, "The quota is used up"),
  INVALID_REQUEST("invalid-request", 400, TERMINAL, "The request is not valid"),
  UNAUTHENTICATED("unauthenticated", 401, CONFIGURATION, "The API key is missing or not valid"),
  FORBIDDEN("forbidden", 403, CONFIGURATION, "The API key does not allow this"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, TERMINAL, "The method is not allowed here"),
  PRECONDITION_FAILED("precondition-failed", 412, TERMINAL, "The resource has changed"),
  TOO_LARGE("too-large", 413, TERMINAL, "The request is too large"),
  UNSUPPORTED_MEDIA_TYPE(
      "unsupported-media-type", 415, TERMINAL, "The media type is not supported"),
  VAULT_UNAVAILABLE("vault-unavailable", 503, TRANSIENT, "The vault cannot reach its database"),
  INTERNAL_ERROR("internal-error", 500, TRANSIENT, "An error of the vault's own");

  private final String code;
  private final int status;
  private final Verdict verdict;
  private final String title;

  FaultCode(String code, int status, Verdict verdict, String title) {
    this.code = code;
    this.status = status;
    this.verdict = verdict;
    this.title = title;
  }

  /** The stable word for machines. */
  public String code() {
    return code;
  }

  /** The HTTP status of the problem details. */
  public int status() {
    return status;
  }

  public Verdict verdict() {
    return verdict;
  }

  /** The sentence that is the same for every occurrence. */
  public String title() {
    return title;
  }

  /** Whether a failure is a fault of this code. */
  public boolean isOf(Throwable failure) {
    return failure instanceof FaultException e && e.fault().code() == this;
  }

  /** The fault of a stored code; empty for a code of another version of this service. */
  public static Optional<FaultCode> of(String code) {
    return Arrays.stream(values()).filter(f -> f.code.equals(code)).findFirst();
  }
}
