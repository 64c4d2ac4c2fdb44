package io.strongroom.upstream;

/** Whether an answer may bring a new master token. */
enum Rotation {
  /** What is called a refresh token there is not what this grant sends: it replaces nothing. */
  NEVER,
  /** The environment says that it does not; if an answer does after all, that is kept. */
  UNEXPECTED,
  /** A call that was acted on may have used the master token up. */
  EXPECTED
}
