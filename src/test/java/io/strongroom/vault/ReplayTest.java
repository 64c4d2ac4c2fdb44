package io.strongroom.vault;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.arc.Arc;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Actor;
import io.strongroom.database.DataDirectory;
import io.strongroom.seal.TenantKeys;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import io.strongroom.spool.Kept;
import io.strongroom.spool.Spool;
import io.strongroom.tenant.Keyring;
import io.strongroom.token.AccountKey;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.KeyId;
import io.strongroom.token.SecretText;
import io.strongroom.token.Slot;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import io.strongroom.upstream.Outcome.Granted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is in the spool comes into the database once, and never over something newer. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class ReplayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Spool spool = Arc.container().instance(Spool.class).get();
  private final Replay replay = Arc.container().instance(Replay.class).get();
  private final Entrusted user = Entrusted.refreshToken();
  private final Path quarantine =
      Arc.container().instance(DataDirectory.class).get().file("spool/quarantine");

  @AfterEach
  void emptyTheQuarantine() throws IOException {
    for (Path file : quarantined()) {
      Files.delete(file);
    }
  }

  @Test
  void outcomeThatReplacesThePresentMasterTokenIsWritten() {
    String next = user.signIn();
    spool(present(), next);

    assertEquals("upstream", user.issued().getString("source"));
    user.tenant()
        .putMasterToken(user.uid(), user.masterToken())
        .then()
        .statusCode(409)
        .body("code", equalTo("master-token-superseded"));
    assertEquals(0, Simulator.calls(user.uid()).refused());
  }

  @Test
  void outcomeLiftsUnknownOutcome() {
    UUID present = present();
    Service.sql(
        "UPDATE account SET refused_reason = 'unknown-outcome' WHERE tenant_id = ? AND uid = ?",
        user.tenant().id(),
        user.uid());

    spool(present, user.signIn());

    user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));
    assertEquals("upstream", user.issued().getString("source"));
  }

  @Test
  void outcomeThatComesAfterAnAdministratorsPutChangesNothing() throws IOException {
    UUID former = present();
    user.tenant().putMasterToken(user.uid(), user.signIn()).then().statusCode(204);
    UUID present = present();

    spool(former, "never-accepted");

    assertEquals(present, present());
    assertEquals("upstream", user.issued().getString("source"));
    assertEquals(List.of(), quarantined());
  }

  @Test
  void outcomeThatComesAfterTheMasterTokenWasDeletedChangesNothing() throws IOException {
    UUID former = present();
    user.tenant()
        .asOperator()
        .delete(user.tenant().environmentPath("/accounts/" + user.uid() + "/master-token"))
        .then()
        .statusCode(204);

    spool(former, "never-accepted");

    user.tenant().account(user.uid()).then().body("reason", equalTo("no-master-token"));
    assertEquals(List.of(), quarantined());
  }

  @Test
  void outcomeOfAnAccountThatIsGoneIsForgotten() throws IOException {
    UUID former = present();
    user.tenant()
        .asOperator()
        .delete(user.tenant().environmentPath("/accounts/" + user.uid()))
        .then()
        .statusCode(204);

    spool(former, "never-accepted");

    user.tenant().account(user.uid()).then().statusCode(404);
    assertEquals(List.of(), quarantined());
  }

  @Test
  void outcomeOfAnotherHistoryIsQuarantined() {
    UUID present = present();

    Kept kept = spool(UUID.randomUUID(), "from another history");

    awaitQuarantined(kept);
    assertEquals(present, present());
    assertEquals("upstream", user.issued().getString("source"));
  }

  @Test
  void outcomeThatDoesNotOpenIsQuarantined() {
    Kept kept = keep(new byte[] {0, 0, 0, 0, 1, 2, 3});

    awaitQuarantined(kept);
    assertEquals("upstream", user.issued().getString("source"));
  }

  @Test
  void ofTwoOutcomesTheOlderComesFirst() {
    UUID present = present();
    String next = user.signIn();
    Kept first = keepOnly(sealed(present, next));
    Kept second = keepOnly(sealed(present, "replaces what is replaced already"));

    replay.expect(account());
    await().atMost(PATIENCE).until(() -> !isKept(first) && !isKept(second));

    assertEquals("upstream", user.issued().getString("source"));
    assertEquals(0, Simulator.calls(user.uid()).refused());
  }

  private Kept spool(UUID replaced, String next) {
    return keep(sealed(replaced, next));
  }

  /** Keeps it and waits until it has been replayed. */
  private Kept keep(byte[] sealed) {
    Kept kept = keepOnly(sealed);
    replay.expect(account());
    await().atMost(PATIENCE).until(() -> !isKept(kept));
    return kept;
  }

  private void awaitQuarantined(Kept kept) {
    String name = kept.place().number() + ".place";
    await().atMost(PATIENCE).until(() -> Files.exists(quarantine.resolve(name)));
  }

  private List<Path> quarantined() throws IOException {
    if (!Files.exists(quarantine)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(quarantine)) {
      return files.toList();
    }
  }

  private Kept keepOnly(byte[] sealed) {
    return now(spool.reserve().chain(place -> spool.keep(place, account(), sealed)));
  }

  private boolean isKept(Kept kept) {
    return now(spool.kept()).contains(kept);
  }

  private byte[] sealed(UUID replaced, String next) {
    TenantKeys keys = now(Arc.container().instance(Keyring.class).get().of(account().tenant()));
    Attempt attempt =
        new Attempt(
            new Slot(
                account().tenant(),
                account().environment(),
                account().uid(),
                new ClientId(user.client())),
            "",
            UUID.randomUUID(),
            Instant.EPOCH,
            true,
            false,
            replaced,
            keys.hash(SecretText.of(user.masterToken())),
            true,
            "revisions",
            new KeyId("nokey000"),
            Actor.service(),
            new Attempt.Unsaid(null, List.of(), Duration.ofHours(1)));
    Granted granted =
        new Granted(SecretText.of("at_spooled"), null, null, null, SecretText.of(next));
    return new SpooledOutcome(attempt, granted).seal(keys);
  }

  private AccountKey account() {
    return new AccountKey(
        new TenantId(user.tenant().id()), EnvironmentName.DEFAULT, new Uid(user.uid()));
  }

  private UUID present() {
    return Service.value(
        UUID.class,
        "SELECT master_version FROM account WHERE tenant_id = ? AND uid = ?",
        user.tenant().id(),
        user.uid());
  }

  private static <T> T now(Uni<T> work) {
    return work.await().atMost(PATIENCE);
  }
}
