package io.strongroom.upstream;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.strongroom.token.ClientId;
import io.strongroom.token.InvalidValue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one upstream is spoken to, as administrators write it and read it again; absent members have
 * their defaults filled in.
 *
 * @param grant the word of a {@link GrantType}
 * @param tokenEndpoint of every grant but {@code static}
 * @param baseUrl of the grant {@code static} alone: where {@code /v2/auth/token} is asked
 * @param rotating whether answers may bring a new master token; absent means what the grant does
 * @param reuseGraceSeconds how long the provider still takes a master token that it has replaced
 * @param timeoutMillis how long callers wait for an exchange
 * @param lateReplySeconds how long a rotating exchange's connection stays open beyond that
 * @param unknownOutcomeWaitSeconds how long the sender of a lost call must have been silent
 * @param assumedLifetimeSeconds of a token whose answer does not say
 * @param maxConcurrent calls to this upstream at once, for each instance
 * @param queue calls that may wait for their turn
 * @param tokenAudience for {@code token-exchange}: the {@code audience} that is asked for
 * @param subjectTokenType for {@code token-exchange}: what the master token is, as a URI; absent
 *     means an access token
 */
public record EnvironmentSettings(
    String grant,
    @Nullable String tokenEndpoint,
    @Nullable String baseUrl,
    @Nullable ClientId defaultClientId,
    @Nullable String tokenType,
    @Nullable Boolean rotating,
    @Nullable Integer reuseGraceSeconds,
    @Nullable Integer timeoutMillis,
    @Nullable Integer lateReplySeconds,
    @Nullable Integer unknownOutcomeWaitSeconds,
    @Nullable Integer assumedLifetimeSeconds,
    @Nullable Integer maxConcurrent,
    @Nullable Integer queue,
    @Nullable Integer hourlyBudget,
    @Nullable String revocationEndpoint,
    @Nullable String revocationStyle,
    @Nullable String introspectionEndpoint,
    @Nullable String tokenAudience,
    @Nullable List<String> resource,
    @Nullable String subjectTokenType,
    @Nullable List<String> paymentErrors,
    @Nullable String paymentContextField,
    @Nullable String paymentUrlField) {

  /** What {@code /v2/auth/token} gives its callers. */
  private static final int STATIC_HOURLY_BUDGET = 100;

  /** RFC 9470's code beside our own. */
  private static final List<String> PAYMENT_ERRORS =
      List.of("payment_auth_required", "insufficient_user_authentication");

  private static final String PAYMENT_CONTEXT_FIELD = "payment_auth_context_id";
  private static final String PAYMENT_URL_FIELD = "payment_auth_url";

  private static final int MAX_TIMEOUT_MILLIS = 60_000;
  private static final int DEFAULT_TIMEOUT_MILLIS = 5_000;

  /**
   * Milliseconds of timeout for each second of grace: a lost call, its end noticed and one more try
   * all fit into half of the grace.
   */
  private static final int TIMEOUT_MILLIS_PER_GRACE_SECOND = 250;

  public EnvironmentSettings {
    grant = GrantType.of(InvalidValue.required(grant, "grant")).wire();
    boolean isStatic = GrantType.of(grant) == GrantType.STATIC;
    if (isStatic) {
      baseUrl = InvalidValue.required(baseUrl, "baseUrl");
    } else {
      tokenEndpoint = InvalidValue.required(tokenEndpoint, "tokenEndpoint");
      InvalidValue.unless(baseUrl == null, "baseUrl", "goes with the grant static only");
    }
    reuseGraceSeconds = bounded(reuseGraceSeconds, 0, 0, 300, "reuseGraceSeconds");
    int longest = longestTimeout(reuseGraceSeconds);
    timeoutMillis =
        bounded(
            timeoutMillis,
            Math.min(DEFAULT_TIMEOUT_MILLIS, longest),
            100,
            longest,
            "timeoutMillis");
    lateReplySeconds = bounded(lateReplySeconds, 120, 0, 600, "lateReplySeconds");
    unknownOutcomeWaitSeconds =
        bounded(unknownOutcomeWaitSeconds, 30, 1, 3_600, "unknownOutcomeWaitSeconds");
    assumedLifetimeSeconds =
        bounded(assumedLifetimeSeconds, 3_600, 60, 31_536_000, "assumedLifetimeSeconds");
    maxConcurrent = bounded(maxConcurrent, isStatic ? 4 : 50, 1, 500, "maxConcurrent");
    queue = bounded(queue, 1_000, 1, 10_000, "queue");
    if (hourlyBudget != null || isStatic) {
      hourlyBudget = bounded(hourlyBudget, STATIC_HOURLY_BUDGET, 1, 1_000_000_000, "hourlyBudget");
    }
    if (revocationStyle != null) {
      InvalidValue.unless(
          revocationStyle.equals("rfc7009") || revocationStyle.equals("access_token"),
          "revocationStyle",
          "must be rfc7009 or access_token");
    }
    text(tokenType, 32, "tokenType");
    text(tokenAudience, 512, "tokenAudience");
    text(subjectTokenType, 256, "subjectTokenType");
    text(paymentContextField, 64, "paymentContextField");
    text(paymentUrlField, 64, "paymentUrlField");
    resource = texts(resource, 512, "resource");
    paymentErrors = texts(paymentErrors, 64, "paymentErrors");
    if (isStatic) {
      Map<String, Object> foreign = new LinkedHashMap<>();
      foreign.put("tokenEndpoint", tokenEndpoint);
      foreign.put("rotating", Boolean.TRUE.equals(rotating) ? rotating : null);
      foreign.put("revocationEndpoint", revocationEndpoint);
      foreign.put("revocationStyle", revocationStyle);
      foreign.put("introspectionEndpoint", introspectionEndpoint);
      foreign.put("tokenAudience", tokenAudience);
      foreign.put("resource", resource.isEmpty() ? null : resource);
      foreign.put("subjectTokenType", subjectTokenType);
      foreign.put("paymentErrors", paymentErrors.isEmpty() ? null : paymentErrors);
      foreign.put("paymentContextField", paymentContextField);
      foreign.put("paymentUrlField", paymentUrlField);
      requireAbsent(foreign);
    } else {
      paymentErrors = paymentErrors.isEmpty() ? PAYMENT_ERRORS : paymentErrors;
      paymentContextField = Objects.requireNonNullElse(paymentContextField, PAYMENT_CONTEXT_FIELD);
      paymentUrlField = Objects.requireNonNullElse(paymentUrlField, PAYMENT_URL_FIELD);
    }
  }

  /** An upstream that is not exchanged at has no use for these: they would be ignored. */
  private static void requireAbsent(Map<String, Object> members) {
    members.forEach(
        (member, value) ->
            InvalidValue.unless(value == null, member, "does not go with the grant static"));
  }

  private static int longestTimeout(int graceSeconds) {
    return graceSeconds == 0
        ? MAX_TIMEOUT_MILLIS
        : Math.min(MAX_TIMEOUT_MILLIS, TIMEOUT_MILLIS_PER_GRACE_SECOND * graceSeconds);
  }

  private static int bounded(
      @Nullable Integer value, int otherwise, int least, int most, String member) {
    int number = value == null ? otherwise : value;
    InvalidValue.unless(
        number >= least && number <= most, member, "must be between " + least + " and " + most);
    return number;
  }

  private static void text(@Nullable String value, int most, String member) {
    InvalidValue.unless(
        value == null || value.matches("[ -~]{1," + most + "}"),
        member,
        "must be 1 to " + most + " characters of ASCII");
  }

  private static List<String> texts(@Nullable List<String> values, int most, String member) {
    List<String> all = values == null ? List.of() : values;
    InvalidValue.unless(all.size() <= 20, member, "must have at most 20 items");
    all.forEach(value -> text(InvalidValue.required(value, member), most, member));
    return List.copyOf(all);
  }

  /** The resources that a token exchange names; none where the environment names none. */
  @JsonIgnore
  List<String> resources() {
    return resource == null ? List.of() : resource;
  }

  @JsonIgnore
  public GrantType grantType() {
    return GrantType.of(grant);
  }

  /** How long a caller waits. */
  @JsonIgnore
  public Duration timeout() {
    return Duration.ofMillis(Objects.requireNonNull(timeoutMillis));
  }

  /** How long the provider takes a replaced master token; zero means that using one is theft. */
  @JsonIgnore
  public Duration grace() {
    return Duration.ofSeconds(Objects.requireNonNull(reuseGraceSeconds));
  }

  @JsonIgnore
  public Duration lateReply() {
    return Duration.ofSeconds(Objects.requireNonNull(lateReplySeconds));
  }

  @JsonIgnore
  public Duration unknownOutcomeWait() {
    return Duration.ofSeconds(Objects.requireNonNull(unknownOutcomeWaitSeconds));
  }

  @JsonIgnore
  public Duration assumedLifetime() {
    return Duration.ofSeconds(Objects.requireNonNull(assumedLifetimeSeconds));
  }

  /** Where the environment's upstream is: the one endpoint that every environment has. */
  @JsonIgnore
  String mainEndpoint() {
    return Objects.requireNonNull(tokenEndpoint == null ? baseUrl : tokenEndpoint);
  }

  /** The member that {@link #mainEndpoint} is written in. */
  @JsonIgnore
  String mainEndpointMember() {
    return tokenEndpoint == null ? Environments.BASE_URL : Environments.TOKEN_ENDPOINT;
  }
}
