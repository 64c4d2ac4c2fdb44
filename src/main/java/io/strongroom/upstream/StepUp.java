package io.strongroom.upstream;

import io.strongroom.token.FaultCode;
import io.strongroom.token.PaymentContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Recognizes an upstream that wants the user to authorize a payment first. It has done nothing
 * then: no token was given and none was used up. The names are the environment's.
 */
final class StepUp {
  /** Of a refusal; any other status does not say that the upstream did nothing. */
  private static final Set<Integer> STATUSES = Set.of(400, 401, 403);

  private static final int MAX_URL_CHARACTERS = 2_048;

  private StepUp() {}

  /** What callers are to be told; empty where the reply asks for no payment authorization. */
  static Optional<Outcome> in(Reply reply, Route route) {
    if (!(reply instanceof Reply.Answer answer) || !STATUSES.contains(answer.status())) {
      return Optional.empty();
    }
    EnvironmentSettings settings = route.settings();
    List<String> errors = Objects.requireNonNull(settings.paymentErrors());
    return TokenAnswer.read(answer.body())
        .filter(body -> body.error() != null && errors.contains(body.error()))
        .map(body -> asked(body, settings, route.moneyScope()));
  }

  private static Outcome asked(TokenAnswer body, EnvironmentSettings settings, boolean moneyScope) {
    if (!moneyScope) {
      return new Outcome.StepUp(FaultCode.INTERNAL_ERROR, null, null);
    }
    String context = body.text(Objects.requireNonNull(settings.paymentContextField()));
    String url = body.text(Objects.requireNonNull(settings.paymentUrlField()));
    return context != null && PaymentContext.isOne(context) && url != null && isHttps(url)
        ? new Outcome.StepUp(FaultCode.PAYMENT_AUTH_REQUIRED, context, url)
        : new Outcome.StepUp(FaultCode.UPSTREAM_INVALID_RESPONSE, null, null);
  }

  private static boolean isHttps(String url) {
    try {
      URI uri = new URI(url);
      return url.length() <= MAX_URL_CHARACTERS
          && url.matches("[!-~]+")
          && "https".equalsIgnoreCase(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
