package io.strongroom.spool;

import io.strongroom.token.AccountKey;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * The form of a place on the disk.
 *
 * <pre>
 * entry  magic (8) · version (4) · length (4) · CRC-32C of version, length and what follows (4) ·
 *        sequence (8) · seconds (8) · nanos (4) · tenant · environment · uid · sealed
 *        (each with its length before it, 4)
 * free   another magic (8) · sequence (8) · its complement (8)
 * </pre>
 *
 * <p>A free place says so: what is all zeros, for whatever reason, is not taken for free. Both
 * magics and the mark's number lie in the first sector, which a disk writes whole or not at all.
 * The checksum is against tearing and decay; against forgery the seal is.
 */
final class EntryFormat {
  /** What is in a place when it is made: fits an outcome of 64 KiB, base64 inside JSON, twice. */
  static final int PLACE_BYTES = 160 * 1024;

  private static final int VERSION = 1;
  private static final long ENTRY_MAGIC = magic("STRMSPOL");
  private static final long FREE_MAGIC = magic("STRMFREE");
  private static final int VERSION_OFFSET = Long.BYTES;
  private static final int LENGTH_OFFSET = VERSION_OFFSET + Integer.BYTES;
  private static final int CHECKSUM_OFFSET = LENGTH_OFFSET + Integer.BYTES;
  private static final int BODY_OFFSET = CHECKSUM_OFFSET + Integer.BYTES;
  private static final int FREE_BYTES = 3 * Long.BYTES;

  /** Enough to tell how much there is. */
  static final int HEAD_BYTES = 512;

  private EntryFormat() {}

  private static long magic(String word) {
    return ByteBuffer.wrap(word.getBytes(StandardCharsets.US_ASCII)).getLong();
  }

  static byte[] free(long sequence) {
    ByteBuffer mark = ByteBuffer.allocate(FREE_BYTES);
    return mark.putLong(FREE_MAGIC).putLong(sequence).putLong(~sequence).array();
  }

  static byte[] encode(Entry entry) {
    byte[] tenant = ascii(entry.account().tenant().value());
    byte[] environment = ascii(entry.account().environment().value());
    byte[] uid = ascii(entry.account().uid().value());
    byte[] sealed = entry.sealed().bytes();
    int fixed = 2 * Long.BYTES + 5 * Integer.BYTES;
    int length = fixed + tenant.length + environment.length + uid.length + sealed.length;
    ByteBuffer bytes = ByteBuffer.allocate(BODY_OFFSET + length);
    bytes.putLong(ENTRY_MAGIC).putInt(VERSION).putInt(length).putInt(0);
    bytes.putLong(entry.sequence());
    bytes.putLong(entry.at().getEpochSecond()).putInt(entry.at().getNano());
    for (byte[] part : new byte[][] {tenant, environment, uid, sealed}) {
      bytes.putInt(part.length).put(part);
    }
    bytes.putInt(CHECKSUM_OFFSET, checksum(bytes.array(), length));
    return bytes.array();
  }

  /** How many bytes {@link #decode} needs of a place with such a head; it judges them itself. */
  static long bytesThatMatter(byte[] head) {
    ByteBuffer bytes = ByteBuffer.wrap(head);
    boolean entry = head.length >= BODY_OFFSET && bytes.getLong(0) == ENTRY_MAGIC;
    return entry
        ? Math.max(head.length, BODY_OFFSET + (long) bytes.getInt(LENGTH_OFFSET))
        : head.length;
  }

  static Content decode(byte[] place) {
    if (place.length < FREE_BYTES) {
      return new Content.Broken("it is cut off in its header");
    }
    ByteBuffer bytes = ByteBuffer.wrap(place);
    long magic = bytes.getLong();
    if (magic == FREE_MAGIC) {
      long sequence = bytes.getLong();
      return bytes.getLong() == ~sequence
          ? new Content.Free(sequence)
          : new Content.Broken("its mark of being free is corrupt");
    }
    if (magic != ENTRY_MAGIC) {
      return new Content.Broken("it does not begin as a place does");
    }
    int version = bytes.getInt();
    if (version != VERSION) {
      return new Content.Broken("its format has the unknown version " + version);
    }
    int length = bytes.getInt();
    if (length < 0 || length > place.length - BODY_OFFSET) {
      return new Content.Broken("it is cut off");
    }
    if (bytes.getInt() != checksum(place, length)) {
      return new Content.Broken("its checksum does not match: torn or corrupt");
    }
    return body(bytes.limit(BODY_OFFSET + length));
  }

  /** The checksum matches, so this was written by a service; by which one is not known. */
  private static Content body(ByteBuffer bytes) {
    try {
      long sequence = bytes.getLong();
      Instant at = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
      AccountKey account =
          new AccountKey(
              new TenantId(text(bytes)), new EnvironmentName(text(bytes)), new Uid(text(bytes)));
      return new Entry(sequence, account, at, SealedBytes.of(part(bytes)));
    } catch (BufferUnderflowException
        | NegativeArraySizeException
        | DateTimeException
        | InvalidValue e) {
      return new Content.Broken("its header cannot be read");
    }
  }

  private static int checksum(byte[] place, int length) {
    CRC32C sum = new CRC32C();
    sum.update(place, VERSION_OFFSET, CHECKSUM_OFFSET - VERSION_OFFSET);
    sum.update(place, BODY_OFFSET, length);
    return (int) sum.getValue();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(ByteBuffer bytes) {
    return new String(part(bytes), StandardCharsets.US_ASCII);
  }

  private static byte[] part(ByteBuffer bytes) {
    int length = bytes.getInt();
    if (length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] part = new byte[length];
    bytes.get(part);
    return part;
  }
}
