package io.strongroom.quota;

import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import java.util.Arrays;
import java.util.OptionalLong;

/** What is counted. */
public enum Resource {
  /** {@code POST /v2/auth/token}; the one that is limited without anybody asking for it. */
  AUTH_TOKEN("auth-token", 100),
  ISSUE("issue", Resource.NO_LIMIT),
  DROP("drop", Resource.NO_LIMIT),
  INSPECT("inspect", Resource.NO_LIMIT),
  ADMIN("admin", Resource.NO_LIMIT);

  private static final long NO_LIMIT = -1;

  private final String path;
  private final long defaultLimit;

  Resource(String path, long defaultLimit) {
    this.path = path;
    this.defaultLimit = defaultLimit;
  }

  /** The word in paths, answers and rows. */
  public String path() {
    return path;
  }

  /** Calls an hour of a tenant that has set no limit; empty means that nothing is counted. */
  OptionalLong defaultLimit() {
    return defaultLimit == NO_LIMIT ? OptionalLong.empty() : OptionalLong.of(defaultLimit);
  }

  /** The resource of that name, else {@code not-found}. */
  public static Resource named(String path) {
    return Arrays.stream(values())
        .filter(r -> r.path.equals(path))
        .findFirst()
        .orElseThrow(() -> Fault.of(FaultCode.NOT_FOUND, "There is no such resource").exception());
  }
}
