package io.strongroom.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.strongroom.audit.Actor;
import io.strongroom.seal.LookupHash;
import io.strongroom.seal.Place;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.token.AccountKey;
import io.strongroom.token.ClientId;
import io.strongroom.token.FaultCode;
import io.strongroom.token.KeyId;
import io.strongroom.token.SecretText;
import io.strongroom.token.Slot;
import io.strongroom.token.Verdict;
import io.strongroom.upstream.Outcome;
import io.strongroom.upstream.Outcome.Granted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An attempt and what it brought, as they lie in the spool: JSON, sealed for its account.
 *
 * @param outcome one with tokens
 */
record SpooledOutcome(Attempt attempt, Outcome outcome) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private static final Outcome.Failed NO_CLIENT_TOKEN =
      new Outcome.Failed(
          Verdict.TRANSIENT,
          FaultCode.UPSTREAM_INVALID_RESPONSE,
          "the answer held no client token",
          null,
          false);

  byte[] seal(TenantKeys keys) {
    return keys.seal(SecretText.of(json()), place(attempt.slot().account())).bytes();
  }

  static SpooledOutcome open(TenantKeys keys, AccountKey account, byte[] sealed) {
    try {
      String json = keys.open(new Sealed(sealed), place(account)).reveal();
      return JSON.readValue(json, Stored.class).outcome(account);
    } catch (JsonProcessingException e) {
      e.clearLocation();
      throw new IllegalStateException("a spooled outcome is not of this version's form");
    }
  }

  private static Place place(AccountKey account) {
    return Place.of(account, "spool", "outcome");
  }

  private String json() {
    try {
      return JSON.writeValueAsString(Stored.of(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an outcome has no form in the spool");
    }
  }

  /** The members in the file; times in milliseconds since 1970, UTC. */
  private record Stored(
      String client,
      String claimedClient,
      UUID claimId,
      long startedAt,
      boolean rotating,
      boolean repair,
      UUID masterVersion,
      String masterHash,
      boolean speaksForAccount,
      String failureScope,
      String cause,
      @Nullable String actor,
      @Nullable String address,
      @Nullable String environmentTokenType,
      List<String> clientScopes,
      long assumedLifetimeMillis,
      @Nullable String clientToken,
      @Nullable String tokenType,
      @Nullable List<String> scopes,
      @Nullable Long lifetimeMillis,
      @Nullable String newMasterToken) {

    static Stored of(SpooledOutcome spooled) {
      Attempt attempt = spooled.attempt;
      Granted granted = spooled.outcome instanceof Granted g ? g : null;
      SecretText master = spooled.outcome.newMasterToken();
      return new Stored(
          attempt.slot().client().value(),
          attempt.claimedClient(),
          attempt.claimId(),
          attempt.startedAt().toEpochMilli(),
          attempt.rotating(),
          attempt.repair(),
          attempt.masterVersion(),
          attempt.masterHash().hex(),
          attempt.speaksForAccount(),
          attempt.failureScope(),
          attempt.cause().value(),
          attempt.by().kind().name(),
          attempt.by().address(),
          attempt.unsaid().tokenType(),
          attempt.unsaid().scopes(),
          attempt.unsaid().lifetime().toMillis(),
          granted == null ? null : granted.clientToken().reveal(),
          granted == null ? null : granted.tokenType(),
          granted == null ? null : granted.scopes(),
          granted == null || granted.lifetime() == null ? null : granted.lifetime().toMillis(),
          master == null ? null : master.reveal());
    }

    SpooledOutcome outcome(AccountKey account) {
      return new SpooledOutcome(
          new Attempt(
              new Slot(
                  account.tenant(), account.environment(), account.uid(), new ClientId(client)),
              claimedClient,
              claimId,
              Instant.ofEpochMilli(startedAt),
              rotating,
              repair,
              masterVersion,
              new LookupHash(masterHash),
              speaksForAccount,
              failureScope,
              new KeyId(cause),
              by(),
              new Attempt.Unsaid(
                  environmentTokenType, clientScopes, Duration.ofMillis(assumedLifetimeMillis))),
          outcome());
    }

    /** Former versions did not say. */
    private Actor by() {
      Actor.Kind kind = actor == null ? Actor.Kind.SERVICE : Actor.Kind.valueOf(actor);
      return new Actor(kind, new KeyId(cause), address);
    }

    private Outcome outcome() {
      SecretText master = newMasterToken == null ? null : SecretText.of(newMasterToken);
      return clientToken == null
          ? new Outcome.Rotated(Objects.requireNonNull(master), NO_CLIENT_TOKEN)
          : new Granted(
              SecretText.of(clientToken),
              tokenType,
              scopes,
              lifetimeMillis == null ? null : Duration.ofMillis(lifetimeMillis),
              master);
    }
  }
}
