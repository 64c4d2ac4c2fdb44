package io.strongroom.tenant;

import io.smallrye.mutiny.Uni;
import io.strongroom.coherence.Coherence;
import io.strongroom.coherence.Memory;
import io.strongroom.coherence.Topic;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who holds a key, remembered by the key's hash. Keys that nobody holds are not remembered. */
@Singleton
class KeyMemory {
  /** Of what is there for all memories: a quarter. */
  private static final int SHARE = 4;

  private static final int BYTES = 1_000;

  private final Coherence coherence;
  private final Memory<ByteBuffer, Held> memory;

  KeyMemory(Coherence coherence) {
    this.coherence = coherence;
    this.memory =
        coherence.memory(
            "keys",
            SHARE,
            held -> BYTES,
            held ->
                List.of(
                    Topic.of(held.holder().tenant()),
                    Topic.of(held.holder().tenant(), held.holder().key())));
  }

  /**
   * A living key.
   *
   * @param expiresAt null where it does not expire
   */
  record Held(Caller.KeyHolder holder, @Nullable Instant expiresAt) {

    boolean isExpired(Instant now) {
      return expiresAt != null && !expiresAt.isAfter(now);
    }
  }

  /** Who holds it; null where it is not remembered, or has expired meanwhile. */
  Caller.@Nullable KeyHolder find(ByteBuffer hash) {
    Held held = memory.find(hash);
    return held == null || held.isExpired(coherence.now()) ? null : held.holder();
  }

  Uni<Held> read(ByteBuffer hash, Supplier<Uni<Held>> reading) {
    return memory.read(hash, reading, held -> true);
  }
}
