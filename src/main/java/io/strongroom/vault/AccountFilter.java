package io.strongroom.vault;

import io.strongroom.token.UidPrefix;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which accounts an administrator wants listed; what is null excludes nothing.
 *
 * @param authorized whether they are to be authorized or not to be
 * @param expiringBefore the master token's end is known and before this
 */
public record AccountFilter(
    @Nullable Boolean authorized,
    @Nullable UidPrefix uidPrefix,
    @Nullable Instant expiringBefore) {}
