package io.strongroom.audit;

/** Knows who acts now. */
public interface Actors {

  /** The caller of the request under way; the service itself where there is none. */
  Actor current();
}
