package io.strongroom.vault;

import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.Slot;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;

/** One slot, for tests that do not care which. */
final class TestSlots {
  static final Slot BOB =
      new Slot(
          new TenantId("tenant01"),
          EnvironmentName.DEFAULT,
          new Uid("bob"),
          new ClientId("warehouse"));

  private TestSlots() {}
}
