package io.strongroom.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the record is kept. */
@ConfigMapping(prefix = "strongroom.audit")
public interface AuditConfig {

  /**
   * {@code STRONGROOM_AUDIT_RETENTION_DAYS}: rows of the audit and counts of fetches that are older
   * are removed; the chain begins after them, with a signature that says so. At least 1.
   */
  @WithDefault("400")
  int retentionDays();

  default Duration retention() {
    return Duration.ofDays(Math.max(1, retentionDays()));
  }
}
