package io.strongroom.http;

import io.strongroom.token.Fault;

/** Is told of every failure that becomes an answer, while its request is still there. */
public interface RefusalWatch {

  /** Returns at once and does not fail. */
  void answered(Fault fault);
}
