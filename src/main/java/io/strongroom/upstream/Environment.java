package io.strongroom.upstream;

import io.strongroom.token.EnvironmentName;
import java.util.UUID;

/**
 * An environment as administrators see it.
 *
 * @param revision made anew by every edit
 */
public record Environment(EnvironmentName name, UUID revision, EnvironmentSettings settings) {}
