package io.strongroom.revocation;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.strongroom.seal.DoesNotOpen;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.RandomId;
import io.strongroom.token.SecretText;
import io.strongroom.token.TenantId;
import io.strongroom.upstream.RevocationTarget;
import io.strongroom.upstream.RevocationTargets;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes tokens into the queue, in the transaction that ends them here: either both happen or
 * neither. What is queued is asked at least once.
 */
@Singleton
public class UpstreamRevocations {
  private static final Logger LOG = Logger.getLogger(UpstreamRevocations.class);

  private static final String INSERT =
      """
      INSERT INTO upstream_revocation (tenant_id, item_id, revocation_id, environment, uid,
                                       client_id, kind, token_hash, token, key_version, origin,
                                       outcome, reason, ended_at)
      VALUES ($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::bytea,
              $9::bytea, $10::integer, $11::text, $12::text, $13::text,
              CASE WHEN $12::text = 'pending' THEN NULL ELSE clock_timestamp() END)
      """;

  private final RevocationTargets targets;
  private final Lanes lanes;
  private final RandomGenerator random = new SecureRandom();

  UpstreamRevocations(RevocationTargets targets, Lanes lanes) {
    this.targets = targets;
    this.lanes = lanes;
  }

  /** Where an environment's tokens go; with neither, its upstream revokes nothing. */
  private record Addressee(@Nullable RevocationTarget target, @Nullable String trouble) {}

  /**
   * Queues tokens of one tenant.
   *
   * @param revocationId whose report they stand in; null for none
   */
  public Uni<Void> enqueue(
      SqlConnection connection,
      TenantKeys keys,
      @Nullable String revocationId,
      List<RevocableToken> tokens) {
    if (tokens.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    TenantId tenant = tokens.get(0).account().tenant();
    return addressees(connection, keys, tenant, tokens)
        .map(
            known ->
                tokens.stream()
                    .map(
                        token ->
                            row(
                                keys,
                                Objects.requireNonNullElse(revocationId, ""),
                                token,
                                Objects.requireNonNull(known.get(token.account().environment()))))
                    .toList())
        .chain(rows -> connection.preparedQuery(INSERT).executeBatch(rows))
        .chain(() -> lanes.open(connection, tenant, tokens));
  }

  private Uni<Map<EnvironmentName, Addressee>> addressees(
      SqlConnection connection, TenantKeys keys, TenantId tenant, List<RevocableToken> tokens) {
    return Multi.createFrom()
        .items(tokens.stream().map(token -> token.account().environment()).distinct())
        .onItem()
        .transformToUniAndConcatenate(
            environment ->
                addressee(connection, keys, tenant, environment)
                    .map(found -> Map.entry(environment, found)))
        .collect()
        .in(
            HashMap<EnvironmentName, Addressee>::new,
            (all, one) -> all.put(one.getKey(), one.getValue()))
        .map(all -> all);
  }

  /** An endpoint that must not be used costs the upstream's part, and never the part here. */
  private Uni<Addressee> addressee(
      SqlConnection connection, TenantKeys keys, TenantId tenant, EnvironmentName environment) {
    return targets
        .find(connection, keys, tenant, environment)
        .map(found -> new Addressee(found.orElse(null), null))
        .onFailure(UpstreamRevocations::isOfTheEndpoint)
        .invoke(failure -> LOG.warn("a revocation endpoint must not be used", failure))
        .onFailure(UpstreamRevocations::isOfTheEndpoint)
        .recoverWithItem(new Addressee(null, "endpoint-unusable"));
  }

  /** What is stored does not fit; a database that fails is thrown on, its transaction is over. */
  static boolean isOfTheEndpoint(Throwable failure) {
    return failure instanceof IllegalArgumentException
        || failure instanceof IllegalStateException
        || failure instanceof DoesNotOpen;
  }

  private Tuple row(
      TenantKeys keys, String revocationId, RevocableToken token, Addressee addressee) {
    String item = RandomId.next(random);
    UpstreamOutcome outcome = atFirst(token, addressee);
    boolean waits = outcome.state() == UpstreamOutcome.State.PENDING;
    String origin = waits ? Objects.requireNonNull(addressee.target()).origin() : null;
    Sealed sealed = waits ? seal(keys, token, item, Objects.requireNonNull(origin)) : null;
    return Tuple.tuple()
        .addString(token.account().tenant().value())
        .addString(item)
        .addString(revocationId)
        .addString(token.account().environment().value())
        .addString(token.account().uid().value())
        .addString(token.clientText())
        .addString(token.kind().word())
        .addValue(token.hash().bytes())
        .addValue(sealed == null ? null : Buffer.buffer(sealed.bytes()))
        .addInteger(sealed == null ? null : sealed.keyVersion())
        .addString(origin)
        .addString(outcome.state().word())
        .addString(outcome.reason());
  }

  private static UpstreamOutcome atFirst(RevocableToken token, Addressee addressee) {
    if (addressee.trouble() != null) {
      return UpstreamOutcome.failed(addressee.trouble());
    }
    if (addressee.target() == null) {
      return UpstreamOutcome.NOT_SUPPORTED;
    }
    if (token.client() == null) {
      return UpstreamOutcome.failed("no-client");
    }
    return token.token() == null
        ? UpstreamOutcome.failed("does-not-open")
        : new UpstreamOutcome(UpstreamOutcome.State.PENDING, null);
  }

  private static Sealed seal(TenantKeys keys, RevocableToken token, String item, String origin) {
    SecretText secret = Objects.requireNonNull(token.token());
    return keys.seal(
        secret,
        QueuePlace.of(
            token.account().tenant(),
            token.account().environment().value(),
            token.account().uid().value(),
            token.clientText(),
            item,
            origin));
  }
}
