package io.strongroom.sandbox;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The simulated OAuth provider: a state machine without a wire. A call arrives (and is counted),
 * and is then decided, which commits it; whatever a fault does to its answer comes after that.
 *
 * <p>One lock, this object's monitor, guards all state; nothing waits while holding it.
 */
public final class Provider {
  /** Clients at most: far more than one provider's tests need. */
  public static final int CLIENTS_MAX = 1_000;

  private static final String UNPROCESSED = "unprocessed";

  private final InstantSource clock;
  private final RandomGenerator random;
  private final Map<String, Client> clients = new HashMap<>();
  private final ClientAuthentication authentication = new ClientAuthentication(clients);
  private final Counters counters = new Counters();
  private final CallLog log = new CallLog();
  private final Map<Endpoint, Procedure> procedures = new EnumMap<>(Endpoint.class);
  private Authorizations authorizations;
  private AccessTokens accessTokens;
  private AuthToken authToken;
  private Payments payments;

  /** A provider that knows nobody yet. */
  public Provider(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
    this.authorizations = new Authorizations(random);
    this.accessTokens = new AccessTokens(random);
    this.authToken = new AuthToken(authorizations);
    this.payments = new Payments(random);
    assemble();
  }

  /** Registers a client or replaces it; throws {@link LimitReached}. */
  public synchronized void register(Client client) {
    if (clients.size() >= CLIENTS_MAX && !clients.containsKey(client.clientId())) {
      throw new LimitReached(CLIENTS_MAX, "clients");
    }
    clients.put(client.clientId(), client);
  }

  /** Enters a master token and returns its value; throws {@link LimitReached}. */
  public synchronized String enter(MasterToken master) {
    return authorizations.enter(master);
  }

  /** Revokes all that a user permitted; returns how many master tokens that ended. */
  public synchronized int revokeUser(String uid) {
    return authorizations.endAllOf(uid);
  }

  /**
   * Gives the user's tokens only with a payment authorization from now on; of one client or all.
   */
  public synchronized void requirePayment(String uid, Optional<String> clientId) {
    payments.require(uid, clientId);
  }

  public synchronized void requireNoPayment(String uid) {
    payments.requireNoMore(uid);
  }

  /**
   * Authorizes a payment as the user would at the URL; false where none of that id was asked for.
   */
  public synchronized boolean confirmPayment(String contextId) {
    return payments.confirm(contextId);
  }

  /** A user's refresh families in the order in which they were entered; none for a stranger. */
  public synchronized List<FamilyState> familiesOf(String uid) {
    return authorizations.familiesOf(uid);
  }

  /** Counts a call that came in and finds out whose it is. */
  public synchronized Arrival arrive(Call call) {
    Procedure procedure = procedure(call.endpoint());
    String presented = procedure.presented(call).orElse("");
    CallKey key =
        new CallKey(
            call.endpoint(),
            procedure.grant(call),
            authentication.claimed(call).orElse(""),
            uidOf(presented));
    counters.add(key, Count.RECEIVED);
    if (call.endpoint() == Endpoint.AUTH_TOKEN) {
      authToken.begin();
    }
    return new Arrival(call, key, presented, clock.instant());
  }

  /** Decides and commits a call. {@code fault} is what will be done to the answer. */
  public synchronized Answer decide(Arrival arrival, Optional<Fault> fault) {
    Instant now = clock.instant();
    Answer answer = procedure(arrival.key().endpoint()).answer(arrival.call(), now);
    end(arrival);
    counters.add(arrival.key(), answer.success() ? Count.GRANTED : Count.REFUSED);
    note(arrival, answer.outcome(), fault, Optional.of(answer), now);
    return answer;
  }

  /** Notes a call that a fault took before the provider could decide it. */
  public synchronized void lose(Arrival arrival, Fault fault) {
    end(arrival);
    note(arrival, UNPROCESSED, Optional.of(fault), Optional.empty(), clock.instant());
  }

  /** A call without faults. */
  public Answer answer(Call call) {
    return decide(arrive(call), Optional.empty());
  }

  public synchronized Counts counts() {
    return counters.snapshot();
  }

  /** The last calls in the order of their decisions. */
  public synchronized List<LoggedCall> log() {
    return log.lines();
  }

  /** Forgets clients, users, tokens, counters and log. */
  public synchronized void reset() {
    clients.clear();
    counters.clear();
    log.clear();
    authorizations = new Authorizations(random);
    accessTokens = new AccessTokens(random);
    authToken = new AuthToken(authorizations);
    payments = new Payments(random);
    assemble();
  }

  private void assemble() {
    TokenAnswer answer = new TokenAnswer(accessTokens);
    List<GrantType> grants =
        List.of(
            new XTokenGrant(authorizations, answer),
            new TokenExchangeGrant(authorizations, answer),
            new RefreshTokenGrant(authorizations, answer, counters));
    procedures.put(
        Endpoint.TOKEN, new TokenRequest(grants, authorizations, payments).behind(authentication));
    procedures.put(
        Endpoint.REVOKE, new Revocation(authorizations, accessTokens).behind(authentication));
    procedures.put(
        Endpoint.REVOKE_TOKEN, new DeviceRevocation(accessTokens).behind(authentication));
    procedures.put(
        Endpoint.INTROSPECT,
        new Introspection(authorizations, accessTokens).behind(authentication));
    procedures.put(Endpoint.AUTH_TOKEN, authToken);
  }

  private void end(Arrival arrival) {
    if (arrival.key().endpoint() == Endpoint.AUTH_TOKEN) {
      authToken.end();
    }
  }

  private Procedure procedure(Endpoint endpoint) {
    return procedures.getOrDefault(endpoint, (call, now) -> Answer.notFound());
  }

  private String uidOf(String token) {
    return authorizations
        .of(token)
        .or(() -> accessTokens.find(token).map(AccessToken::authorization))
        .map(Authorization::uid)
        .orElse("");
  }

  private void note(
      Arrival arrival,
      String outcome,
      Optional<Fault> fault,
      Optional<Answer> answer,
      Instant decidedAt) {
    if (fault.isPresent()) {
      counters.add(arrival.key(), Count.FAULTED);
    }
    log.add(
        new LoggedCall(
            log.next(),
            arrival.receivedAt(),
            decidedAt,
            arrival.key(),
            outcome,
            fault.map(one -> one.kind().label()).orElse(""),
            digest(arrival.presented()),
            digest(answer.map(one -> one.token("access_token")).orElse("")),
            digest(answer.map(one -> one.token("refresh_token")).orElse(""))));
  }

  private static String digest(String token) {
    return token.isEmpty() ? "" : Digest.prefix(token);
  }
}
