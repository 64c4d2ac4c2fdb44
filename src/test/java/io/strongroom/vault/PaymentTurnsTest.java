package io.strongroom.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Actor;
import io.strongroom.database.Database;
import io.strongroom.service.Crowd;
import io.strongroom.service.Entrusted;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.FaultCode;
import io.strongroom.token.KeyId;
import io.strongroom.token.PaymentContext;
import io.strongroom.token.TenantId;
import io.strongroom.token.Ticks;
import io.strongroom.token.Uid;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One exchange a second of a slot, whichever instance makes it. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class PaymentTurnsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Cause PAYING =
      new Cause(new KeyId("somekey0"), new PaymentContext("context"), Actor.service());
  private static final Cause PLAIN = Cause.ofService(new KeyId("somekey0"));

  @Inject SlotReader slots;
  @Inject Database database;
  @Inject Ticks ticks;

  @Test
  void instancesTakeTurnsASecondApart() {
    SlotView view = read(Entrusted.xToken(Map.of("timeoutMillis", 15_000)));
    long start = System.nanoTime();

    List<Long> made =
        Crowd.of(3).each(() -> nanosUntilMade(view, start)).stream().sorted().toList();

    for (int turn = 0; turn < made.size(); turn++) {
      assertTrue(made.get(turn) >= Duration.ofSeconds(turn).toNanos(), "turns at " + made);
    }
  }

  @Test
  void turnThatDoesNotComeWhileCallersWaitIsNotTaken() {
    SlotView view = read(Entrusted.xToken(Map.of("timeoutMillis", 100)));
    var unused = made(view, PAYING);

    Recorded.Failed failed = assertInstanceOf(Recorded.Failed.class, made(view, PAYING));

    assertEquals(FaultCode.UPSTREAM_THROTTLED, failed.fault().code());
    assertEquals(Duration.ofSeconds(1), failed.fault().retryAfter());
  }

  @Test
  void exchangeThatCannotCostAPaymentWaitsForNoTurn() {
    SlotView view = read(Entrusted.xToken(Map.of("timeoutMillis", 100)));
    for (int i = 0; i < 3; i++) {
      assertInstanceOf(Recorded.ReadAgain.class, made(view, PLAIN));
    }
  }

  private long nanosUntilMade(SlotView view, long start) {
    assertInstanceOf(Recorded.ReadAgain.class, made(view, PAYING));
    return System.nanoTime() - start;
  }

  /** By an instance of its own, which shares nothing but the database. */
  private Recorded made(SlotView view, Cause cause) {
    return new PaymentTurns(database, ticks)
        .inTurn(view, cause, () -> Uni.createFrom().item(Recorded.ReadAgain.now()))
        .await()
        .atMost(PATIENCE);
  }

  private SlotView read(Entrusted user) {
    return slots
        .read(new TenantId(user.tenant().id()), EnvironmentName.DEFAULT, new Uid(user.uid()), null)
        .await()
        .atMost(PATIENCE);
  }
}
