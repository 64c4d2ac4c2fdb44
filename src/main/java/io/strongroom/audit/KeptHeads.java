package io.strongroom.audit;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What this instance's file says of a tenant's chain.
 *
 * @param bySeq heads by their place; several of one place say that a chain was begun anew from
 *     there
 * @param damagedLines of the whole file: lines that are no heads
 */
record KeptHeads(NavigableMap<Long, List<Head>> bySeq, int damagedLines) {

  static KeptHeads none() {
    return new KeptHeads(new TreeMap<>(), 0);
  }

  List<Head> at(long seq) {
    return bySeq.getOrDefault(seq, List.of());
  }
}
