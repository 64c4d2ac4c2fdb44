package io.strongroom.inspect;

import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.Uid;
import io.strongroom.upstream.LiveAnswer;
import io.strongroom.vault.Inspection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a token is; of one that is not active, nothing more is said. */
public record InspectAnswer(
    boolean active,
    @Nullable Uid uid,
    @Nullable EnvironmentName environment,
    @Nullable ClientId clientId,
    @Nullable List<String> scopes,
    @Nullable Long generation,
    @Nullable Instant issuedAt,
    @Nullable Instant expiresAt,
    @Nullable LiveView live) {

  static InspectAnswer of(Inspection inspection) {
    if (inspection instanceof Inspection.Active active) {
      return new InspectAnswer(
          true,
          active.slot().uid(),
          active.slot().environment(),
          active.slot().client(),
          active.scopes(),
          active.generation(),
          active.issuedAt(),
          active.expiresAt(),
          active.live() == null ? null : LiveView.of(active.live()));
    }
    return new InspectAnswer(false, null, null, null, null, null, null, null, null);
  }

  /** What the upstream says; members that say nothing are left out. */
  public record LiveView(
      String status,
      @Nullable Instant checkedAt,
      @Nullable String name,
      @Nullable List<String> authScopes,
      @Nullable Boolean remembered,
      @Nullable Instant budgetExhaustedUntil) {
    static LiveView of(LiveAnswer answer) {
      return new LiveView(
          answer.status().wire(),
          answer.checkedAt(),
          answer.name(),
          answer.authScopes(),
          answer.remembered() ? Boolean.TRUE : null,
          answer.budgetExhaustedUntil());
    }
  }
}
