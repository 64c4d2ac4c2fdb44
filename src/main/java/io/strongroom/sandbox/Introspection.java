package io.strongroom.sandbox;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** RFC 7662. Every client that proves itself may ask about every token. */
final class Introspection implements ClientProcedure {
  private final Authorizations authorizations;
  private final AccessTokens accessTokens;

  Introspection(Authorizations authorizations, AccessTokens accessTokens) {
    this.authorizations = authorizations;
    this.accessTokens = accessTokens;
  }

  @Override
  public Answer answer(Client client, Form form, Instant now) {
    return form.get("token")
        .map(token -> accessToken(token, now).or(() -> masterToken(token)))
        .map(active -> active.map(Answer::granted).orElseGet(Answer::inactive))
        .orElseGet(() -> Answer.refused("invalid_request", "token is missing"));
  }

  @Override
  public Optional<String> presented(Form form) {
    return form.get("token");
  }

  private Optional<Map<String, Object>> accessToken(String token, Instant now) {
    return accessTokens
        .find(token)
        .filter(found -> found.active(now))
        .map(
            found -> {
              Map<String, Object> members = active(found.authorization());
              members.put("client_id", found.clientId());
              members.put("token_type", "bearer");
              members.put("iat", found.issuedAt().getEpochSecond());
              members.put("exp", found.expiresAt().getEpochSecond());
              if (!found.scope().isEmpty()) {
                members.put("scope", found.scope());
              }
              return members;
            });
  }

  /** Of a family only the current refresh token is active, whatever a grace still allows. */
  private Optional<Map<String, Object>> masterToken(String token) {
    return authorizations
        .of(token)
        .filter(found -> !found.ended())
        .filter(found -> !(found instanceof RefreshFamily family) || family.current().equals(token))
        .map(Introspection::active);
  }

  private static Map<String, Object> active(Authorization authorization) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("active", true);
    members.put("sub", authorization.uid());
    return members;
  }
}
