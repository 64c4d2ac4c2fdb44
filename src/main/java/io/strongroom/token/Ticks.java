package io.strongroom.token;

/** A clock that only goes forward, for measuring how long something has taken. */
public interface Ticks {

  /** Nanoseconds since an arbitrary moment. */
  long nanos();
}
