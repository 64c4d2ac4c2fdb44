package io.strongroom.rotation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of rotations. */
@ConfigMapping(prefix = "strongroom.rotation")
public interface RotationConfig {
  /**
   * How long an old key is kept after nothing in the database needs it any more ({@code
   * STRONGROOM_ROTATION_LINGER}): longer than a statement that was sent before can take, so that no
   * call fails for it.
   */
  @WithDefault("PT10S")
  Duration linger();
}
