package io.strongroom.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A place as an open file. It stays open as long as it is used: a reserved place must not fail for
 * want of a file descriptor.
 *
 * <p>Has one owner at a time: the list of the free, a reservation, an entry that is kept, or the
 * one operation that moves it from one to the other.
 */
final class PlaceFile implements Closeable {
  /** Far beyond an outcome: only a file that somebody else put there is larger. */
  private static final long LARGEST = 16L * 1024 * 1024;

  private final Place place;
  private final FileChannel channel;
  private final Disk disk;
  private final long capacity;

  PlaceFile(Place place, FileChannel channel, Disk disk) throws IOException {
    this.place = place;
    this.channel = channel;
    this.disk = disk;
    this.capacity = channel.size();
  }

  Place place() {
    return place;
  }

  boolean fits(byte[] entry) {
    return entry.length <= capacity;
  }

  /** Whether it may serve again: one that was made for a single large entry is not kept for it. */
  boolean isOfCommonSize() {
    return capacity == EntryFormat.PLACE_BYTES;
  }

  /** Returns when the entry survives power loss. */
  void write(byte[] entry) throws IOException {
    disk.write(channel, ByteBuffer.wrap(entry), 0);
    disk.force(channel);
  }

  /** Not forced: an entry that comes back is replayed once more, and is found written. */
  void markFree(long sequence) throws IOException {
    disk.write(channel, ByteBuffer.wrap(EntryFormat.free(sequence)), 0);
  }

  /** What the head says that there is, and not the preallocated rest. */
  byte[] read() throws IOException {
    if (capacity > LARGEST) {
      throw new IOException("it is larger than anything that is kept");
    }
    byte[] head = read(EntryFormat.HEAD_BYTES);
    return read(EntryFormat.bytesThatMatter(head));
  }

  private byte[] read(long length) throws IOException {
    ByteBuffer content = ByteBuffer.allocate((int) Math.min(length, capacity));
    while (content.hasRemaining() && channel.read(content, content.position()) >= 0) {
      // Until all is read, or the file has become shorter.
    }
    return content.array();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
