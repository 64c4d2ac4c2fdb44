package io.strongroom.upstream;

import io.smallrye.mutiny.Uni;
import io.strongroom.quota.Window;
import java.util.Optional;

/** What one environment's budget lets through. */
interface Allowance {
  /** Of an environment without a budget. */
  Allowance UNLIMITED =
      new Allowance() {
        @Override
        public Optional<Window> spent() {
          return Optional.empty();
        }

        @Override
        public Uni<Optional<Window>> charge() {
          return Uni.createFrom().item(Optional.empty());
        }
      };

  /** The window that has nothing left, as far as that is known without asking. */
  Optional<Window> spent();

  /** Charges one call; empty where nothing is counted. */
  Uni<Optional<Window>> charge();
}
