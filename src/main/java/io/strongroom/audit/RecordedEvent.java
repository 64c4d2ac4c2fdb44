package io.strongroom.audit;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sealed row as it is shown: with all that its hash was made of.
 *
 * @param recordedAt in whole seconds
 * @param recordedMicros the same, in microseconds since 1970
 * @param tokenHash keyed, under a key that leaves the vault with its tenant only
 * @param detail a JSON object, byte for byte as it was hashed
 */
public record RecordedEvent(
    long seq,
    Instant recordedAt,
    String actor,
    @Nullable String keyId,
    @Nullable String address,
    String action,
    @Nullable String environment,
    @Nullable String uid,
    @Nullable String clientId,
    @Nullable String target,
    String outcome,
    @Nullable Long generation,
    @Nullable String tokenHash,
    @JsonRawValue String detail,
    UUID eventId,
    long recordedMicros,
    @Nullable String hash) {

  static RecordedEvent of(Entry entry) {
    StoredEvent event = entry.event();
    byte[] hash = entry.hash();
    return new RecordedEvent(
        entry.seq(),
        StoredEvent.instant(event.recordedMicros()),
        event.actor(),
        event.key(),
        event.address(),
        event.action(),
        event.environment(),
        event.uid(),
        event.client(),
        event.target(),
        event.outcome(),
        event.generation(),
        event.tokenHash(),
        event.detail(),
        event.id(),
        event.recordedMicros(),
        hash == null ? null : HexFormat.of().formatHex(hash));
  }
}
