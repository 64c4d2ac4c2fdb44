package io.strongroom.peer;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.service.Callers;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The grant {@code refresh_token} at a provider that rotates without grace, told against the
 * packaged service over HTTP: the same for every provider.
 */
@ExtendWith(SharedService.Resolver.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProviderSuite extends RefreshProviderFacts {
  private static final int ROTATIONS = 3;
  private static final int CROWD = 64;

  private static final Duration CALLERS_WAIT = Duration.ofMillis(800);
  private static final Map<String, Object> IMPATIENT =
      Map.of("timeoutMillis", CALLERS_WAIT.toMillis());

  /** Longer than callers wait, shorter than a late reply is waited for. */
  private static final Duration SILENCE = Duration.ofMillis(2_500);

  /** So long is a caller surely waiting when it hangs up. */
  private static final Duration SHORT_SILENCE = Duration.ofMillis(1_000);

  private SharedService service;
  private ProviderAccount account;

  @BeforeAll
  void useService(SharedService shared) {
    service = shared;
  }

  @BeforeEach
  void createTenant() {
    account = newAccountAt(provider());
  }

  /** An account of a tenant of its own that is not connected yet. */
  ProviderAccount newAccountAt(RefreshProvider provider) {
    return new ProviderAccount(service.newTenant(), provider);
  }

  @Test
  void signedOutAccountIsRefusedUntilANewMasterTokenIsPut() {
    entrust();
    var issued = account.issue();
    provider().signOut();

    ProviderAccount.assertSignedOut(account.askNewer(issued));
    var calls = provider().refreshCalls();
    ProviderAccount.assertSignedOut(account.askNewer(issued));

    assertEquals(calls, provider().refreshCalls(), "a refused account is not tried again");
    account.assertStatus("not-authorized");
    account.signIn(provider().client());
    account.assertStatus("authorized");
    assertFollows(issued, account.issueNewer(issued));
  }

  @Test
  void changedClientSecretCostsNoAccount() {
    entrust();
    var issued = account.issue();
    provider().changeClientSecret();

    if (can(Ability.CHECKS_CLIENTS)) {
      ProviderAccount.assertMisconfigured(account.askNewer(issued));
      var calls = provider().refreshCalls();
      ProviderAccount.assertMisconfigured(account.askNewer(issued));
      assertEquals(calls, provider().refreshCalls(), "a wrong secret is not tried again at once");
      account.assertStatus("authorized");
    }

    account.put(provider().client()).then().statusCode(200);
    assertFollows(issued, account.issueNewer(issued));
  }

  @Test
  void unknownClientCostsNoAccount() {
    var right = provider().client();
    var wrong = new ProviderClient("nobody", right.authMethod(), right.credential());
    account.connect(wrong, Map.of()).signIn(right);

    if (can(Ability.CHECKS_CLIENTS)) {
      ProviderAccount.assertMisconfigured(account.ask(wrong));
      account.assertStatus("authorized");
    }

    account.put(right).then().statusCode(201);
    var issued = account.ask(right).then().statusCode(200).extract().jsonPath();
    account.assertActive(IssuedToken.of(issued));
  }

  @Test
  void strangersRefusalCostsNoAccount() {
    entrust();
    var issued = account.issue();
    account.put(provider().stranger()).then().statusCode(201);

    var answer = account.ask(provider().stranger());

    assertEquals(can(Ability.CHECKS_CLIENTS) ? 409 : 200, answer.statusCode());
    account.assertStatus("authorized");
    account.assertActive(account.issueNewer(issued));
  }

  @Test
  void rotatedAwayMasterTokenIsNotTakenBack() {
    account.connect(Map.of());
    var first = provider().signIn();
    account.put(first).then().statusCode(204);
    var issued = account.issue();

    account.put(first).then().statusCode(409).body("code", equalTo("master-token-superseded"));

    assertFollows(issued, account.issueNewer(issued));
  }

  @Test
  void rotatedAwayMasterTokenIsWorthNothingAtTheProvider() {
    account.connect(Map.of());
    var first = provider().signIn();
    account.put(first).then().statusCode(204);
    var issued = account.issue();

    assertEquals(INVALID_GRANT, provider().refresh(first));

    var answer = account.askNewer(issued);
    if (can(Ability.ENDS_SESSION_ON_REUSE)) {
      ProviderAccount.assertSignedOut(answer);
    } else {
      answer.then().statusCode(200);
    }
  }

  @Test
  void issuedTokenIsActiveAtTheProviderAndServedAgainWithoutIt() {
    entrust();

    var issued = account.issue();
    var calls = provider().refreshCalls();
    var again = account.issue();

    assertTrue(issued.fromUpstream());
    assertEquals(1, issued.generation());
    assertEquals(account.uid(), issued.uid());
    assertEquals("production", issued.environment());
    assertEquals(provider().client().id(), issued.clientId());
    account.assertActive(issued);
    assertFalse(again.fromUpstream());
    assertEquals(issued.generation(), again.generation());
    assertTrue(issued.token().equals(again.token()), "the same token is served again");
    assertEquals(calls, provider().refreshCalls());
  }

  @Test
  void threeRotationsEachLeaveAMasterTokenThatWorks() {
    entrust();
    var current = account.issue();

    for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
      var rotated = account.issueNewer(current);
      assertFollows(current, rotated);

      account.drop(rotated);
      current = account.issue();
      assertFollows(rotated, current);
    }
  }

  @Test
  void everyAuthMethodWorks() {
    assertTrue(provider().authMethods().contains(RefreshProvider.BASIC));
    for (var method : provider().authMethods()) {
      var client = provider().client(method);
      var entrusted = new ProviderAccount(service.newTenant(), provider());
      entrusted.connect(client, Map.of()).signIn(client);

      var issued = entrusted.issue();

      assertEquals(client.id(), issued.clientId(), method);
      entrusted.assertActive(issued);
      entrusted.assertActive(entrusted.issueNewer(issued));
    }
  }

  @Test
  void crowdAtAColdAccountCostsOneRotation() {
    entrust();
    var calls = provider().refreshCalls();

    var answers = Callers.all(callers().issue(Collections.nCopies(CROWD, account.uid()).stream()));

    assertEquals(
        Set.of("200 1"),
        answers.stream()
            .map(answer -> answer.status() + " " + answer.generation())
            .collect(Collectors.toSet()));
    assertEquals(1, answers.stream().map(Callers.Answer::token).distinct().count());
    assertEquals(calls + 1, provider().refreshCalls());
    account.assertActive(account.issueNewer(account.issue()));
  }

  @Test
  void callerThatHangsUpCostsNothing() throws Exception {
    entrust();
    var calls = provider().refreshCalls();
    provider().fallSilentFor(SHORT_SILENCE);

    try (var caller = callers().issueAndHold(account.uid())) {
      caller.setSoTimeout((int) SHORT_SILENCE.toMillis() / 2);
      assertThrows(SocketTimeoutException.class, () -> caller.getInputStream().read());
    }

    var issued = account.issue();
    assertEquals(1, issued.generation());
    assertEquals(calls + 1, provider().refreshCalls());
    assertFollows(issued, account.issueNewer(issued));
  }

  @Test
  void replyThatComesAfterItsCallersHaveGoneIsRecorded() {
    account.connect(IMPATIENT).signIn(provider().client());
    var issued = account.issue();
    var calls = provider().refreshCalls();
    provider().fallSilentFor(SILENCE);

    account.askNewer(issued).then().statusCode(504).body("code", equalTo("upstream-timeout"));

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> account.askNewer(issued).statusCode() == 200);
    var late = account.issue();
    assertEquals(issued.generation() + 1, late.generation());
    account.assertActive(late);
    assertEquals(calls + 1, provider().refreshCalls(), "the late reply is the one that counts");
    assertFollows(late, account.issueNewer(late));
  }

  @Test
  void killedProviderCostsNoAccount() {
    assertEquals(can(Ability.SURVIVES_KILLS), provider().process().isPresent());
    entrust();
    var issued = account.issue();

    provider().process().ifPresent(process -> outlive(process, issued));

    assertFollows(issued, account.issueNewer(issued));
  }

  private void outlive(Killable process, IssuedToken issued) {
    process.kill();
    account
        .askNewer(issued)
        .then()
        .statusCode(503)
        .body("code", equalTo("upstream-unavailable"))
        .body("verdict", equalTo("transient"));
    account.assertStatus("authorized");
    assertTrue(issued.token().equals(account.issue().token()), "what is valid is still served");
    process.restart();
  }

  private void entrust() {
    account.connect(Map.of()).signIn(provider().client());
  }

  private boolean can(Ability ability) {
    return provider().abilities().contains(ability);
  }

  private Callers callers() {
    return new Callers(service.process().baseUri(), account.tenant().apiKey());
  }

  private void assertFollows(IssuedToken older, IssuedToken newer) {
    assertEquals(older.generation() + 1, newer.generation());
    assertFalse(older.token().equals(newer.token()), "the token is a new one");
    assertTrue(newer.fromUpstream());
    account.assertActive(newer);
  }
}
