package io.strongroom.upstream;

/** Statuses that mean the same where no error code says more. */
enum Statuses {
  /** Every 2xx. */
  SUCCESS,
  /** 429: asked too often (RFC 6585, section 4). */
  THROTTLED,
  /** 503: not acted on, and worth another try (RFC 9110, section 15.6.4). */
  UNAVAILABLE,
  /** 408 and every other 5xx: nobody can say whether the request was acted on. */
  FAILED,
  /** Every other: what was asked for is not done here. */
  REFUSED;

  static Statuses of(int status) {
    if (status >= 200 && status < 300) {
      return SUCCESS;
    }
    return switch (status) {
      case 429 -> THROTTLED;
      case 503 -> UNAVAILABLE;
      case 408 -> FAILED;
      default -> status >= 500 && status < 600 ? FAILED : REFUSED;
    };
  }
}
