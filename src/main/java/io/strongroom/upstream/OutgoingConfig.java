package io.strongroom.upstream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * The operator's switches for outgoing calls; both open the way into the operator's own network.
 */
@ConfigMapping(prefix = "strongroom.upstream")
public interface OutgoingConfig {

  /** Whether an endpoint may be {@code http}: secrets then travel in the clear. */
  @WithDefault("false")
  boolean allowHttp();

  /** Whether an endpoint may be at a loopback, private or otherwise special address. */
  @WithDefault("false")
  boolean allowPrivateAddresses();
}
