package io.strongroom.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A renamed class or method is told here, in a second, before a crash point is never reached. */
class CrashPointTest {
  @ParameterizedTest
  @EnumSource
  void placeOfThePointExists(CrashPoint point) throws Exception {
    if (point.isInside()) {
      Class<?> type = Class.forName(point.type(), false, getClass().getClassLoader());
      assertTrue(
          Arrays.stream(type.getDeclaredMethods())
              .anyMatch(method -> method.getName().equals(point.method())),
          () -> type.getSimpleName() + " has no method " + point.method());
    } else {
      assertTrue(point.upstream() != null, "killed from outside, so at a state of the upstream");
    }
  }
}
