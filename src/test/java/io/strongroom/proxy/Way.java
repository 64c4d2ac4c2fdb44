package io.strongroom.proxy;

/** One of the two ways through a proxy. */
public enum Way {
  TO_TARGET,
  TO_CLIENT
}
