package io.strongroom.spool;

/** What a place holds. */
sealed interface Content permits Entry, Content.Free, Content.Broken {

  /**
   * Nothing that anybody waits for.
   *
   * @param sequence the highest number that was given when it became free
   */
  record Free(long sequence) implements Content {}

  /**
   * Neither free nor a whole entry: torn, corrupt, or of a newer version of the service.
   *
   * @param why for the operator; says nothing of the contents
   */
  record Broken(String why) implements Content {}
}
