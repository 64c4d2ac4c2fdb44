package io.strongroom.upstream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The operator's switch for webhooks; it opens the way into the operator's own network. */
@ConfigMapping(prefix = "strongroom.webhook")
public interface WebhookConfig {

  /**
   * Whether a receiver may be at a loopback, private or otherwise special address, and may be
   * {@code http}, as inside a network of one's own.
   */
  @WithDefault("false")
  boolean allowPrivateAddresses();
}
