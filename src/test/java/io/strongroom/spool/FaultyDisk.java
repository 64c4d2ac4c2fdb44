package io.strongroom.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A real disk that can be told to be full, to fail or to hang, and that counts what it is asked.
 */
final class FaultyDisk extends Disk {
  /** {@code write}, {@code force} and {@code force folder}, in order. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** How many more bytes it takes. */
  volatile long room = Long.MAX_VALUE;

  /** How many of the next forces fail. */
  volatile int failingForces;

  /** Writes of a whole place wait for it; entries do not. */
  volatile CountDownLatch placesHang = new CountDownLatch(0);

  @Override
  void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
    asked.add("write");
    if (bytes.remaining() == EntryFormat.PLACE_BYTES) {
      hang();
    }
    if (bytes.remaining() > room) {
      bytes.limit(bytes.position() + (int) room);
      super.write(file, bytes, position);
      throw new IOException("No space left on device");
    }
    room -= bytes.remaining();
    super.write(file, bytes, position);
  }

  private void hang() throws IOException {
    try {
      placesHang.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  void force(FileChannel file) throws IOException {
    asked.add("force");
    if (failingForces > 0) {
      failingForces--;
      throw new IOException("Input/output error");
    }
    super.force(file);
  }

  @Override
  void forceFolder(Path folder) throws IOException {
    asked.add("force folder " + folder.getFileName());
    super.forceFolder(folder);
  }
}
