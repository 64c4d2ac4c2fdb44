package io.strongroom.issue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.test.junit.TestProfile;
import io.strongroom.service.Callers;
import io.strongroom.service.Callers.Answer;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.SilentInstance;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * An exchange whose token is recorded and not yet given out, because this instance has not heard
 * that all others know of it; meanwhile they have used and dropped it.
 */
@ServiceTest
@TestProfile(ServiceProfile.class)
class LateFlightTest {
  private static final Duration A_WHILE = Duration.ofMillis(500);

  @Test
  void whoHasReadThatATokenIsOverDoesNotGetItFromALateExchange() {
    Entrusted user = Entrusted.xToken();
    Callers callers = new Callers(Service.uri(), user.tenant().apiKey());
    assertEquals(1, user.issued().getLong("generation"));
    CompletableFuture<Answer> first;
    CompletableFuture<Answer> second;
    try (SilentInstance other = SilentInstance.joined()) {
      first = callers.issueNewer(user.uid(), 1);
      await().until(() -> generation(user) == 2);
      othersKnowOf(user);
      othersDrop(user);
      second = callers.issue(user.uid());
      await().during(A_WHILE).until(() -> !first.isDone() && !second.isDone());
    }

    assertEquals(2, first.join().generation());
    assertEquals(3, second.join().generation());
    assertNotEquals(first.join().token(), second.join().token());
    assertEquals(3, user.calls());
  }

  private static long generation(Entrusted user) {
    return Service.value(
        Long.class, "SELECT generation FROM client_token WHERE tenant_id = ?", user.tenant().id());
  }

  private static void othersDrop(Entrusted user) {
    Service.behindItsBack(
        "UPDATE client_token SET token = NULL, key_version = NULL, token_hash = NULL"
            + " WHERE tenant_id = ?",
        user.tenant().id());
  }

  /** Readers find nothing that is open; who made the change has not looked again yet. */
  private static void othersKnowOf(Entrusted user) {
    Service.behindItsBack("UPDATE inbox SET topics = '{}' WHERE tenant_id = ?", user.tenant().id());
  }
}
