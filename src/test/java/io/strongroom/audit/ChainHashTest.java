package io.strongroom.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** No two rows have one hash, and whoever reads the reference page can compute it. */
class ChainHashTest {
  private static final StoredEvent EVENT = TestEvents.event(1);

  @Test
  void everyPartCounts() throws ReflectiveOperationException {
    Set<String> hashes = new HashSet<>();
    hashes.add(hash(EVENT));
    RecordComponent[] parts = StoredEvent.class.getRecordComponents();

    for (RecordComponent part : parts) {
      hashes.add(hash(with(part, other(part))));
    }

    assertEquals(parts.length + 1, hashes.size());
  }

  @Test
  void placeAndWhatCameBeforeCount() {
    assertNotEquals(hash(EVENT), hex(ChainHash.of(2, Link.START.hash(), EVENT)));
    assertNotEquals(hash(EVENT), hex(ChainHash.of(1, "1".repeat(64), EVENT)));
  }

  @Test
  void absentIsNotEmpty() throws ReflectiveOperationException {
    for (RecordComponent part : StoredEvent.class.getRecordComponents()) {
      if (part.getType() == String.class) {
        assertNotEquals(hash(with(part, null)), hash(with(part, "")), part.getName());
      }
    }
  }

  @Test
  void textThatMovesToItsNeighbourIsNoticed() {
    StoredEvent one = withNames("ab", "c");
    StoredEvent other = withNames("a", "bc");

    assertNotEquals(hash(one), hash(other));
  }

  @Test
  void independentImplementationAgrees() throws Exception {
    Link last = Link.START;
    for (long number = 1; number <= 5; number++) {
      StoredEvent event = TestEvents.event(number);
      String naive = naive(event, number, last.hash());

      last = ChainHash.next(last, event);

      assertEquals(number + ":" + naive, last.toString());
    }
  }

  /** By the letter of docs/reference/audit.md. */
  private static String naive(StoredEvent e, long seq, String previous) throws Exception {
    List<String> parts =
        Arrays.asList(
            "strongroom.audit.v1",
            e.tenant(),
            "" + seq,
            "" + e.id(),
            "" + e.recordedMicros(),
            e.actor(),
            e.key(),
            e.address(),
            e.action(),
            e.environment(),
            e.uid(),
            e.client(),
            e.target(),
            e.outcome(),
            "" + e.generation(),
            e.tokenHash(),
            e.detail(),
            previous);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (String part : parts) {
      if (part == null) {
        out.writeInt(-1);
      } else {
        byte[] text = part.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
      }
    }
    return hex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
  }

  private static StoredEvent withNames(String environment, String uid) {
    return new StoredEvent(
        EVENT.tenant(),
        EVENT.id(),
        EVENT.recordedMicros(),
        EVENT.actor(),
        EVENT.key(),
        EVENT.address(),
        EVENT.action(),
        environment,
        uid,
        EVENT.client(),
        EVENT.target(),
        EVENT.outcome(),
        EVENT.generation(),
        EVENT.tokenHash(),
        EVENT.detail());
  }

  private static StoredEvent with(RecordComponent changed, Object value)
      throws ReflectiveOperationException {
    RecordComponent[] parts = StoredEvent.class.getRecordComponents();
    Object[] values = new Object[parts.length];
    Class<?>[] types = new Class<?>[parts.length];
    for (int i = 0; i < parts.length; i++) {
      boolean same = !parts[i].getName().equals(changed.getName());
      var accessor = parts[i].getAccessor();
      accessor.setAccessible(true);
      values[i] = same ? accessor.invoke(EVENT) : value;
      types[i] = parts[i].getType();
    }
    return StoredEvent.class.getDeclaredConstructor(types).newInstance(values);
  }

  private static Object other(RecordComponent part) {
    if (part.getType() == UUID.class) {
      return new UUID(7, 7);
    }
    return part.getType() == String.class ? "other" : (Object) 77L;
  }

  private static String hash(StoredEvent event) {
    return hex(ChainHash.of(1, Link.START.hash(), event));
  }

  private static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }
}
