package io.strongroom.vault;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What hangs on a thing that somebody would delete.
 *
 * @param dependents how many of each kind
 * @param conflict why deleting it would be refused; null where it would not
 */
public record Dependents(Map<String, Long> dependents, @Nullable String conflict) {}
