package io.strongroom.sandbox;

import java.util.List;
import java.util.Optional;

/** A key that is used as it is: the master token of the grant {@code static}. */
final class ApiKey extends Authorization {
  private static final int NAME_MAX = 100;

  private final String name;

  ApiKey(String uid) {
    super(uid, Optional.empty());
    String whole = "key of " + uid;
    this.name = whole.substring(0, Math.min(NAME_MAX, whole.length()));
  }

  String name() {
    return name;
  }

  List<String> authScopes() {
    return List.of("PRICING", "PROMOTION_READ_ONLY");
  }
}
