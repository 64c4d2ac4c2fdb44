package io.strongroom.spool;

import io.strongroom.database.SecretFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** What makes bytes last; tests put a disk in its place that is full, hangs or tears. */
class Disk {

  /** Writes all of the bytes from a position on. */
  void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }

  /** Returns when a file's content, and where its length is new that too, survives power loss. */
  void force(FileChannel file) throws IOException {
    file.force(false);
  }

  /** Returns when the folder's names survive power loss. */
  void forceFolder(Path folder) throws IOException {
    SecretFiles.force(folder);
  }
}
