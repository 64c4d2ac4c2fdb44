package io.strongroom.audit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a row and of all before it: SHA-256 over the row's parts and the hash before it.
 *
 * <p>Each part is its text in UTF-8 with its length in bytes before it (four bytes, big-endian; -1
 * for what is absent), so that no two rows look alike, whatever their texts hold.
 */
final class ChainHash {
  /** Says of what kind and version the hashed bytes are. */
  private static final String DOMAIN = "strongroom.audit.v1";

  private static final int ABSENT = -1;

  /** More than most rows have. */
  private static final int USUAL_BYTES = 512;

  private ChainHash() {}

  /** The link of a row that follows another. */
  static Link next(Link previous, StoredEvent event) {
    return Link.of(previous.seq() + 1, of(previous.seq() + 1, previous.hash(), event));
  }

  static byte[] of(long seq, String previousHash, StoredEvent event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    for (String part : parts(seq, previousHash, event)) {
      add(bytes, part);
    }
    return sha256(bytes.toByteArray());
  }

  private static @Nullable String[] parts(long seq, String previousHash, StoredEvent event) {
    return new @Nullable String[] {
      DOMAIN,
      event.tenant(),
      Long.toString(seq),
      event.id().toString(),
      Long.toString(event.recordedMicros()),
      event.actor(),
      event.key(),
      event.address(),
      event.action(),
      event.environment(),
      event.uid(),
      event.client(),
      event.target(),
      event.outcome(),
      event.generation() == null ? null : event.generation().toString(),
      event.tokenHash(),
      event.detail(),
      previousHash
    };
  }

  private static void add(ByteArrayOutputStream bytes, @Nullable String part) {
    byte[] text = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
    int length = part == null ? ABSENT : text.length;
    bytes.write(length >>> 24);
    bytes.write(length >>> 16);
    bytes.write(length >>> 8);
    bytes.write(length);
    bytes.writeBytes(text);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
