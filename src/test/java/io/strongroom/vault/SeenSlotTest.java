package io.strongroom.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.quarkus.test.junit.TestProfile;
import io.strongroom.sandbox.Fault;
import io.strongroom.service.Entrusted;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.KeyId;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A caller decides on what it has read; what others brought between its reading and its flight is
 * read again, and not asked for again.
 */
@ServiceTest
@TestProfile(ServiceProfile.class)
class SeenSlotTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final KeyId CAUSE = new KeyId("somekey0");

  private final Entrusted user = Entrusted.xToken();
  @Inject SlotReader slots;
  @Inject Flights flights;

  @Test
  void tokenThatCameMeanwhileIsReadAndNotAskedFor() {
    SlotView cold = read();
    user.issued();

    assertInstanceOf(Recorded.ReadAgain.class, fly(cold));
    assertEquals(1, user.calls());
  }

  @Test
  void tokenThatCameAndWasDroppedMeanwhileIsReadAgainToo() {
    SlotView cold = read();
    user.tenant().drop(user.issued().getString("token")).then().statusCode(200);

    assertInstanceOf(Recorded.ReadAgain.class, fly(cold));
    assertEquals(1, user.calls());
    assertInstanceOf(Recorded.Taken.class, fly(read()));
    assertEquals(2, user.calls());
  }

  @Test
  void failureThatCameMeanwhileIsReadAndNotAskedFor() {
    SlotView cold = read();
    user.spoil(Fault.throttle("30"));
    user.issue().then().statusCode(503);

    assertInstanceOf(Recorded.ReadAgain.class, fly(cold));
    assertEquals(1, user.calls());
  }

  @Test
  void slotThatIsAsItWasSeenIsExchanged() {
    assertInstanceOf(Recorded.Taken.class, fly(read()));
    assertEquals(1, user.calls());
  }

  private SlotView read() {
    return slots
        .read(new TenantId(user.tenant().id()), EnvironmentName.DEFAULT, new Uid(user.uid()), null)
        .await()
        .atMost(PATIENCE);
  }

  private Recorded fly(SlotView seen) {
    return flights.board(seen, CAUSE).result().await().atMost(PATIENCE);
  }
}
