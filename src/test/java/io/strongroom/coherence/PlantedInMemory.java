package io.strongroom.coherence;

/** Rules of the protocol that a simulation leaves out, to see that it is noticed. */
enum PlantedInMemory {
  NOTHING,
  SERVE_WITHOUT_LEASE,
  ANSWER_WITHOUT_ACKNOWLEDGEMENT,
  ACKNOWLEDGE_BEFORE_EVICTING,
  SHOW_UNACKNOWLEDGED,
  JOIN_WITHOUT_WAITING,
  RENEW_THE_REMOVED
}
