package io.strongroom.seal;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where the key-encryption key comes from. */
@ConfigMapping(prefix = "strongroom")
public interface SealConfig {

  /**
   * {@code file:<path>} of a keyset with mode 0600. Without it: {@code kek.json} in the data
   * directory, made on the first start.
   */
  Optional<String> kek();
}
