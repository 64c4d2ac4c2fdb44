package io.strongroom.coherence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** Whether warm fetches are answered from memory, and how quickly changes get about. */
@ConfigMapping(prefix = "strongroom")
public interface CoherenceConfig {
  /** A setting that is either on or off. */
  enum Switch {
    ON,
    OFF
  }

  /** {@code STRONGROOM_MEMORY}: off means that every fetch reads the database. */
  @WithDefault("on")
  Switch memory();

  /**
   * {@code STRONGROOM_NOTIFY}: off means that a change waits until each instance looks by itself,
   * half a second at most.
   */
  @WithName("notify")
  @WithDefault("on")
  Switch hint();

  default boolean isRemembering() {
    return memory() == Switch.ON;
  }

  default boolean isHinted() {
    return hint() == Switch.ON;
  }
}
