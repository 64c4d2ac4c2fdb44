package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.coherence.Coherence;
import io.strongroom.coherence.Memory;
import io.strongroom.coherence.Topic;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import jakarta.inject.Singleton;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Slots that have a token to give, remembered: secrets in it are as sealed as in the database. What
 * it has not, or cannot answer, is read.
 */
@Singleton
class SlotMemory {
  /** Of what is there for all memories: half. */
  private static final int SHARE = 2;

  /** Of an entry, without its token: the names, times and numbers, and the map's own. */
  private static final int BYTES = 800;

  private final SlotReader reader;
  private final Coherence coherence;
  private final Memory<Asked, SlotView> memory;

  SlotMemory(SlotReader reader, Coherence coherence) {
    this.reader = reader;
    this.coherence = coherence;
    this.memory =
        coherence.memory(
            "slots", SHARE, SlotMemory::size, view -> Topic.around(view.slot().account()));
  }

  /**
   * What callers name.
   *
   * @param client null means the environment's default client
   */
  private record Asked(
      TenantId tenant, EnvironmentName environment, Uid uid, @Nullable ClientId client) {

    /** Written out, as is the hash: each fetch asks for both, and the generated ones are slower. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Asked it
          && uid.value().equals(it.uid.value())
          && tenant.value().equals(it.tenant.value())
          && environment.value().equals(it.environment.value())
          && Objects.equals(client, it.client);
    }

    @Override
    public int hashCode() {
      return uid.value().hashCode() * 31 + tenant.value().hashCode();
    }
  }

  /** The slot as it is now, where it is remembered; else null. */
  @Nullable SlotView find(TenantId tenant, IssueRequest request) {
    SlotView view = memory.find(asked(tenant, request));
    return view == null ? null : view.at(coherence.now());
  }

  /** The slot as the database has it now. */
  Uni<SlotView> read(TenantId tenant, IssueRequest request) {
    return memory.read(
        asked(tenant, request),
        () -> reader.read(tenant, request.environment(), request.uid(), request.clientId()),
        view -> view.held() != null);
  }

  private static Asked asked(TenantId tenant, IssueRequest request) {
    return new Asked(tenant, request.environment(), request.uid(), request.clientId());
  }

  private static int size(SlotView view) {
    HeldToken held = view.held();
    return held == null ? BYTES : BYTES + held.sealed().bytes().length;
  }
}
