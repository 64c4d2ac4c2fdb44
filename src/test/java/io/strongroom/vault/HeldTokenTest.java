package io.strongroom.vault;

import static io.strongroom.vault.TestTokens.at;
import static io.strongroom.vault.TestTokens.held;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a held token is good for, at each edge of its times. */
class HeldTokenTest {

  @ParameterizedTest
  @CsvSource({
    // enough is left, or not
    "3600, 5, 3595, true",
    "3600, 5, 3595.001, false",
    "3600, 5, 3600, false",
    "3600, 600, 3000, true",
    "3600, 600, 3000.001, false",
    // the life as a whole is what was asked for
    "3600, 3600, 0, true",
    "3600, 3600, 0.001, false",
    // its life is shorter than what was asked for: good for its first minute
    "3600, 3601, 0, true",
    "3600, 3601, 59.999, true",
    "3600, 3601, 60, false",
    // the minute ends with the life
    "30, 60, 25, true",
    "30, 60, 25.001, false",
    "4, 60, 0, false",
    "0, 60, 0, false"
  })
  void lastsForWhatIsAskedOrWhatItsProviderEverGives(
      double life, int asked, double now, boolean lasts) {
    assertEquals(lasts, held(life, life, null).lastsFor(Duration.ofSeconds(asked), at(now)));
  }

  @ParameterizedTest
  @CsvSource({"95, true", "95.001, false", "100, false", "200, false"})
  void isAliveWithFiveSecondsLeft(double now, boolean alive) {
    assertEquals(alive, held(100, 80, null).isAlive(at(now)));
  }

  @ParameterizedTest
  @CsvSource({
    "59.999, 60, true",
    "60, 60, false",
    "0, , false",
    "95, 1000, true",
    "95.001, 1000, false"
  })
  void isQuietWhileItsProviderInsistsAndItLives(double now, Double quiet, boolean isQuiet) {
    assertEquals(isQuiet, held(100, 80, quiet).isQuiet(at(now)));
  }

  @ParameterizedTest
  @CsvSource({"79.999, , false", "80, , true", "500, , true", "85, 90, false", "90, 90, true"})
  void wantsRefreshAfterItsShareUnlessQuiet(double now, Double quiet, boolean wants) {
    assertEquals(wants, held(100, 80, quiet).wantsRefresh(at(now)));
  }
}
