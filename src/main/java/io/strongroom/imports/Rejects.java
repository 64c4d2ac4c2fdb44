package io.strongroom.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the lines that an import has refused, in their order.
 *
 * @param rejected how many were refused in all
 * @param kept how many of them can be listed: the first
 */
public record Rejects(List<Reject> items, @Nullable String nextCursor, long rejected, long kept) {}
