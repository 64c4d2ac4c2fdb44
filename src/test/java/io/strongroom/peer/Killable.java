package io.strongroom.peer;

/** A provider's server that is a process of its own, and keeps its data over a kill. */
interface Killable {
  /** Stops its clock: connections are still accepted, nothing is answered. */
  void pause();

  void resume();

  /** Ends it at once, with no chance to write anything. */
  void kill();

  /** Starts it anew, with its data and on its port, ending it first if it lives; awaits it. */
  void restart();
}
