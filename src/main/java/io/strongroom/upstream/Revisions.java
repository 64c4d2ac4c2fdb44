package io.strongroom.upstream;

import java.util.UUID;

/**
 * The revisions of an environment and of one of its clients: what was remembered under others is
 * void.
 */
public record Revisions(UUID environment, UUID client) {

  /** As it is stored beside what was remembered. */
  @Override
  public String toString() {
    return environment + "/" + client;
  }
}
