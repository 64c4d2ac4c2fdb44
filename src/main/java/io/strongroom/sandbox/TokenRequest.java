package io.strongroom.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The token endpoint (RFC 6749 section 3.2): hands the request to its grant. */
final class TokenRequest implements ClientProcedure {
  private final Map<String, GrantType> grants;
  private final Authorizations authorizations;
  private final Payments payments;

  TokenRequest(List<GrantType> grants, Authorizations authorizations, Payments payments) {
    this.authorizations = authorizations;
    this.payments = payments;
    this.grants =
        grants.stream().collect(Collectors.toUnmodifiableMap(GrantType::name, Function.identity()));
  }

  @Override
  public Answer answer(Client client, Form form, Instant now) {
    if (form.get("grant_type").isEmpty()) {
      return Answer.refused("invalid_request", "grant_type is missing");
    }
    Optional<GrantType> grant = known(form);
    if (grant.isEmpty()) {
      return Answer.refused("unsupported_grant_type", "this grant is not known here");
    }
    String credential = grant.get().credential();
    return form.get(credential)
        .map(
            masterToken ->
                unpaid(client, form, masterToken)
                    .orElseGet(() -> grant.get().grant(client, form, masterToken, now)))
        .orElseGet(() -> Answer.refused("invalid_request", credential + " is missing"));
  }

  /** Asked before the grant decides: a refusal here uses nothing up. */
  private Optional<Answer> unpaid(Client client, Form form, String masterToken) {
    return authorizations
        .of(masterToken)
        .filter(found -> found.serves(client))
        .flatMap(found -> payments.refusal(client, found.uid(), form));
  }

  @Override
  public Optional<String> presented(Form form) {
    return known(form).map(GrantType::credential).flatMap(form::get);
  }

  @Override
  public String grant(Form form) {
    return known(form).map(GrantType::name).orElse("");
  }

  private Optional<GrantType> known(Form form) {
    return form.get("grant_type").map(grants::get);
  }
}
