package io.strongroom.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** What is written is read again, and what is not whole is told apart from it. */
class EntryFormatTest {
  private static final Entry ENTRY =
      new Entry(7, TestSpools.account("alice"), TestSpools.NOW, SealedBytes.of(TestSpools.OUTCOME));
  private static final byte[] BYTES = EntryFormat.encode(ENTRY);

  @Test
  void entryThatIsCutOffAnywhereIsBroken() {
    for (int length = 0; length < BYTES.length; length++) {
      assertBroken(Arrays.copyOf(BYTES, length), "cut at " + length);
    }
  }

  @Test
  void entryWithAnyBitFlippedIsBroken() {
    for (int bit = 0; bit < BYTES.length * Byte.SIZE; bit++) {
      byte[] flipped = BYTES.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertBroken(flipped, "bit " + bit);
    }
  }

  @Test
  void markOfBeingFreeWithAnyBitFlippedIsBroken() {
    byte[] mark = EntryFormat.free(7);
    for (int bit = 0; bit < mark.length * Byte.SIZE; bit++) {
      byte[] flipped = mark.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertBroken(flipped, "bit " + bit);
    }
  }

  @Test
  void zerosAreNotFree() {
    assertBroken(new byte[EntryFormat.PLACE_BYTES], "all zeros");
  }

  @Test
  void headerThatNamesNoAccountIsBroken() {
    byte[] forged = BYTES.clone();
    int firstLetterOfTheTenant = 8 + 4 + 4 + 4 + 8 + 8 + 4 + 4;
    forged[firstLetterOfTheTenant] = 'T';
    CRC32C sum = new CRC32C();
    sum.update(forged, 8, 8);
    sum.update(forged, 20, forged.length - 20);
    ByteBuffer.wrap(forged).putInt(16, (int) sum.getValue());

    assertEquals(new Content.Broken("its header cannot be read"), EntryFormat.decode(forged));
  }

  @Test
  void wholeEntryIsReadWhateverFollowsIt() {
    byte[] place = Arrays.copyOf(BYTES, EntryFormat.PLACE_BYTES);
    Arrays.fill(place, BYTES.length, place.length, (byte) 0x5A);
    assertEquals(ENTRY, EntryFormat.decode(place));
  }

  @Test
  void freePlaceRemembersTheSequence() {
    assertEquals(new Content.Free(7), EntryFormat.decode(EntryFormat.free(7)));
  }

  private static void assertBroken(byte[] place, String how) {
    assertInstanceOf(Content.Broken.class, EntryFormat.decode(place), how);
  }
}
