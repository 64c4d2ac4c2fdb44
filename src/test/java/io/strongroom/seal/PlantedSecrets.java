package io.strongroom.seal;

import io.strongroom.service.TestKeys;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Makes secrets that can be searched for, and notes those that others made. */
final class PlantedSecrets {
  /** Characters that every form of writing treats in its own way. */
  private static final String ODD = " +/=&%?\\\"<";

  private final LeakSearch search = new LeakSearch();
  private final Set<String> known = new HashSet<>();

  /** A secret of visible ASCII that no encoding leaves as it is. */
  String odd(String name) {
    return note(name, name + ODD + UUID.randomUUID() + ODD + "end");
  }

  /** A secret of letters and digits only, for places that allow no more. */
  String plain(String name) {
    return note(name, "planted" + UUID.randomUUID().toString().replace("-", ""));
  }

  String key(String name) {
    return note(name, TestKeys.random());
  }

  String note(String name, String secret) {
    if (known.add(secret)) {
      search.plant(name, secret);
    }
    return secret;
  }

  LeakSearch search() {
    return search;
  }
}
