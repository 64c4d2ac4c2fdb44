package io.strongroom.proxy;

/** What becomes of a connection, at its beginning or after so many bytes. */
public enum End {
  NONE,
  /** An ordinary close of both sides. */
  FIN,
  /** A TCP reset of both sides; what was sent and not yet read there is lost. */
  RESET,
  /** Nothing passes any more, nobody is told, and the sockets stay open. */
  SILENCE
}
