package io.strongroom.upstream;

/** The operator's switches as a test sets them. */
record TestSwitches(boolean allowHttp, boolean allowPrivateAddresses) implements OutgoingConfig {
  static final TestSwitches STRICT = new TestSwitches(false, false);
  static final TestSwitches OPEN = new TestSwitches(true, true);
}
