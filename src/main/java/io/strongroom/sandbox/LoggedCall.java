package io.strongroom.sandbox;

import java.time.Instant;

/**
 * One line of the call log. {@code decidedAt} is when the provider, or the fault in its place,
 * decided; lines stand in that order. {@code outcome} is {@code granted}, {@code inactive}, an
 * OAuth error code, or {@code unprocessed} where a fault kept the call from the provider. Tokens
 * appear as the first 16 hex digits of their SHA-256, empty for none.
 */
public record LoggedCall(
    long sequence,
    Instant receivedAt,
    Instant decidedAt,
    CallKey key,
    String outcome,
    String fault,
    String presented,
    String accessToken,
    String refreshToken) {}
