package io.strongroom.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often a key was handed a token of a user in one hour.
 *
 * @param uid null, with the others, for the rest that was not told apart
 */
public record FetchCount(
    Instant hour,
    @Nullable String environment,
    @Nullable String uid,
    @Nullable String keyId,
    long fetches) {}
