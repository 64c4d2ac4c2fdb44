package io.strongroom.spool;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Places that nothing replays, each with a reason beside it. The service never deletes one. */
final class Quarantine {
  private static final Logger LOG = Logger.getLogger(Quarantine.class);

  private final SpoolFolder folder;

  /** Belong here and could not be moved: left where they are, and not used. */
  private final Set<Place> unmoved = ConcurrentHashMap.newKeySet();

  private volatile int moved;

  Quarantine(SpoolFolder folder) {
    this.folder = folder;
  }

  /** A place that was found at the start and holds nothing that can be read. Never fails. */
  void add(Place place, String why) {
    LOG.warnf("The spool's place %d goes to the quarantine: %s", place.number(), why);
    try {
      folder.quarantine(place, why);
    } catch (IOException e) {
      LOG.errorf(e, "The spool's place %d cannot be moved and is left as it is", place.number());
      unmoved.add(place);
    }
  }

  /** A whole entry that must not be replayed. */
  void move(Kept entry, String why) throws IOException {
    LOG.warnf("The spool's place %d goes to the quarantine: %s", entry.place().number(), why);
    folder.quarantine(entry.place(), why + "\n" + description(entry));
    count();
  }

  private static String description(Kept entry) {
    return "outcome %d of tenant %s, environment %s, uid %s, kept at %s"
        .formatted(
            entry.sequence(),
            entry.account().tenant(),
            entry.account().environment(),
            entry.account().uid(),
            entry.at());
  }

  /** Looks again: the operator puts places back and throws them away. */
  void count() {
    try {
      moved = folder.quarantined();
    } catch (IOException e) {
      LOG.warn("The spool's quarantine cannot be counted", e);
    }
  }

  int size() {
    return moved + unmoved.size();
  }
}
