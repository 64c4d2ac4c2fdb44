package io.strongroom.proxy;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.LongAdder;

/** One way of one connection: a thread that reads on one side and writes on the other. */
final class Pump implements Runnable {
  private static final int PIECE_BYTES = 16 * 1024;

  private final Link link;
  private final Socket from;
  private final Socket to;
  private final Trouble.Lane lane;
  private final LongAdder passed;
  private long passedHere;

  /** Whether what is read is thrown away; set by any thread. */
  private volatile boolean swallowing;

  Pump(Link link, Socket from, Socket to, Trouble.Lane lane, LongAdder passed) {
    this.link = link;
    this.from = from;
    this.to = to;
    this.lane = lane;
    this.passed = passed;
  }

  void swallow() {
    swallowing = true;
  }

  @Override
  public void run() {
    try {
      carry();
    } catch (IOException e) {
      link.broken();
    } catch (InterruptedException e) {
      link.close();
    } finally {
      link.ended();
    }
  }

  private void carry() throws IOException, InterruptedException {
    byte[] piece = new byte[PIECE_BYTES];
    int read;
    while ((read = from.getInputStream().read(piece)) >= 0) {
      Thread.sleep(lane.delay().toMillis());
      if (!swallowing) {
        pass(piece, read);
      }
    }
    Thread.sleep(lane.delay().toMillis());
    if (!swallowing && !link.isHalfOpen()) {
      to.shutdownOutput();
    }
  }

  private void pass(byte[] piece, int read) throws IOException {
    int length = (int) Math.min(read, lane.afterBytes() - passedHere);
    to.getOutputStream().write(piece, 0, length);
    passedHere += length;
    passed.add(length);
    if (passedHere >= lane.afterBytes()) {
      end();
    }
  }

  private void end() {
    switch (lane.end()) {
      case FIN -> link.finish();
      case RESET -> link.reset();
      case SILENCE -> {
        swallow();
        link.halfOpen();
      }
      case NONE -> throw new IllegalStateException("a free lane has no end");
    }
  }
}
