package io.strongroom.sandbox;

import java.time.Instant;

/**
 * How a refresh token and all that replaced it stand at the provider.
 *
 * @param alive false once it was revoked, or ended by reuse
 * @param number of the current token: how many rotations there were
 * @param rotatedAt when the current token replaced the one before; the epoch for the first
 */
public record FamilyState(boolean alive, long number, Instant rotatedAt) {}
