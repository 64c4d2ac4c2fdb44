package io.strongroom.sandbox;

import java.time.Instant;

/** A call that was counted as received and waits for the provider or a fault to decide it. */
public record Arrival(Call call, CallKey key, String presented, Instant receivedAt) {}
