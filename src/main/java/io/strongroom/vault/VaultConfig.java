package io.strongroom.vault;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/** Settings of the vault itself. */
@ConfigMapping(prefix = "strongroom")
public interface VaultConfig {
  /**
   * How long a lost call of a rotating master token is not tried again while the instance that made
   * it is away, perhaps with the answer in its spool ({@code STRONGROOM_SPOOL_OWNER_WAIT_SECONDS}).
   */
  @WithName("spool-owner-wait-seconds")
  @WithDefault("600")
  long spoolOwnerWaitSeconds();

  default Duration spoolOwnerWait() {
    return Duration.ofSeconds(spoolOwnerWaitSeconds());
  }
}
