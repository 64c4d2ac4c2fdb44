package io.strongroom.quota;

/** Rules of blocks that a simulation leaves out, to see that it is noticed. */
enum PlantedInQuota {
  NOTHING,
  COUNT_AFTER_THE_TURN,
  /** As if no machine were ever suspended. */
  ONE_CLOCK
}
