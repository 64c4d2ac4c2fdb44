package io.strongroom.peer;

/** What some providers do and some do not; each is proven by {@link RefreshProviderFacts}. */
enum Ability {
  /** Refuses wrong client secrets, and refresh tokens of other clients. */
  CHECKS_CLIENTS,
  /** Takes one reuse of a rotated refresh token as theft: the current one dies with it. */
  ENDS_SESSION_ON_REUSE,
  /** Is a process of its own, whose data survive a kill. */
  SURVIVES_KILLS
}
