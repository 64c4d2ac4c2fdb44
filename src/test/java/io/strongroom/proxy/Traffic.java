package io.strongroom.proxy;

import java.util.concurrent.atomic.LongAdder;

/** Bytes that passed, each way. */
record Traffic(LongAdder toTarget, LongAdder toClient) {
  Traffic() {
    this(new LongAdder(), new LongAdder());
  }
}
