package io.strongroom.sandbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/** The sandbox's setting. */
@ConfigMapping(prefix = "strongroom.sandbox")
interface SandboxConfig {
  /**
   * {@code strongroom.sandbox} itself: the provider simulator answers under {@code /sandbox}, and
   * so does its control, without authentication. Never in production.
   */
  @WithParentName
  @WithDefault("false")
  boolean enabled();
}
