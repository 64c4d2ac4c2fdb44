package io.strongroom.audit;

import io.strongroom.seal.ServiceSigner;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes along a chain, page after page, and stops at the first row that does not follow. Holds a
 * link and nothing of the rows it has passed.
 */
final class ChainWalk {
  private final long end;
  private final KeptHeads kept;
  private final ServiceSigner signer;
  private Link at;
  private long compared;

  /**
   * @param from what is taken for right
   * @param end the last place that should have a row
   * @param kept heads that the chain must pass through
   */
  ChainWalk(Link from, long end, KeptHeads kept, ServiceSigner signer) {
    this.at = from;
    this.end = end;
    this.kept = kept;
    this.signer = signer;
  }

  /** The last link that was found right. */
  Link at() {
    return at;
  }

  /** Heads that the chain was found to pass through. */
  long compared() {
    return compared;
  }

  long end() {
    return end;
  }

  boolean isAtEnd() {
    return at.seq() >= end;
  }

  /**
   * Goes on.
   *
   * @param entries what follows, in the order of its places; empty where nothing does
   * @return the first break; null where all of it follows
   */
  @Nullable Finding pass(List<Entry> entries) {
    if (entries.isEmpty()) {
      return new Finding(at.seq() + 1, Break.REMOVED);
    }
    for (int i = 0; i < entries.size(); i++) {
      Finding finding = step(entries.get(i), entries.subList(i, entries.size()));
      if (finding != null) {
        return finding;
      }
    }
    return null;
  }

  private @Nullable Finding step(Entry entry, List<Entry> rest) {
    long place = at.seq() + 1;
    if (entry.seq() < place) {
      return new Finding(entry.seq(), Break.INSERTED);
    }
    if (entry.seq() > place) {
      return new Finding(place, Break.REMOVED);
    }
    byte[] hash = entry.hash();
    if (hash == null || !entry.follows(place, at.hash())) {
      return new Finding(place, whatHappened(place, hash, rest));
    }
    at = Link.of(place, hash);
    return isKeptOtherwise() ? new Finding(place, Break.ROLLED_BACK) : null;
  }

  /**
   * Looks for the row that was sealed at this place: with its own hash, or with the one that is
   * stored here, somewhere behind. What has moved and is followed by its old neighbour made room
   * for another.
   */
  private Break whatHappened(long place, byte @Nullable [] stored, List<Entry> rest) {
    for (int i = 1; i < rest.size(); i++) {
      Entry other = rest.get(i);
      byte[] here = other.at(place, at.hash());
      if (Arrays.equals(here, other.hash())) {
        boolean neighbour =
            i + 1 < rest.size() && rest.get(i + 1).follows(place + 1, Link.of(place, here).hash());
        return neighbour ? Break.INSERTED : Break.REORDERED;
      }
      if (Arrays.equals(here, stored)) {
        return Break.REORDERED;
      }
    }
    return Break.CHANGED;
  }

  private boolean isKeptOtherwise() {
    for (Head head : kept.at(at.seq())) {
      if (head.link().equals(at)) {
        compared++;
      } else if (head.isSignedBy(signer)) {
        return true;
      }
    }
    return false;
  }
}
