package io.strongroom.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Rows as the chain sees them. */
final class TestEvents {
  static final String TENANT = "acme0000";

  private TestEvents() {}

  static StoredEvent event(long number) {
    return new StoredEvent(
        TENANT,
        new UUID(0, number),
        1_700_000_000_000_000L + number,
        "key",
        "key00001",
        "192.0.2.1",
        "exchange",
        "production",
        "anna",
        "web",
        null,
        "done",
        number,
        "ab".repeat(32),
        "{}");
  }

  /** A chain from the beginning. */
  static List<Entry> chain(int length) {
    List<Entry> entries = new ArrayList<>();
    Link last = Link.START;
    for (int i = 1; i <= length; i++) {
      last = ChainHash.next(last, event(i));
      entries.add(new Entry(last.seq(), last.hashBytes(), event(i)));
    }
    return entries;
  }

  static Link link(Entry entry) {
    return Link.of(entry.seq(), entry.hash());
  }
}
