package io.strongroom.events;

import io.strongroom.seal.Place;
import io.strongroom.seal.SealedColumn;
import io.strongroom.seal.SealedColumns;
import io.strongroom.token.TenantId;
import jakarta.inject.Singleton;
import java.util.List;

/** The keys of webhooks' signatures. */
@Singleton
class WebhookSecrets implements SealedColumns {
  @Override
  public List<SealedColumn> sealed() {
    return List.of(
        new SealedColumn(
            "webhook",
            "secret",
            List.of("name"),
            List.of(),
            (tenant, of) -> place(tenant, new WebhookName(of.get(0)))));
  }

  /** A webhook belongs to no environment: its name stands where a client's would. */
  static Place place(TenantId tenant, WebhookName name) {
    return new Place(tenant, "webhook", "", "", name.value(), "secret");
  }
}
