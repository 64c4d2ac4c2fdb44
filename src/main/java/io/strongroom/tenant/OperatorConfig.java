package io.strongroom.tenant;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The key of the one who runs the service. */
@ConfigMapping(prefix = "strongroom")
public interface OperatorConfig {

  /**
   * The operator's key, of the form of every API key. Without it one is made on the first start and
   * written to {@code operator.key} in the data directory. Several instances are given the same.
   */
  Optional<String> operatorKey();
}
