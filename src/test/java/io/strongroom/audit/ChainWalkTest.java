package io.strongroom.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.seal.ServiceSigner;
import io.strongroom.seal.TestSigner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The walk stops at the first row that is not what was sealed, wherever pages end. */
class ChainWalkTest {
  private static final int LENGTH = 40;
  private static final ServiceSigner SIGNER = TestSigner.random();

  private final List<Entry> chain = TestEvents.chain(LENGTH);

  @Test
  void eachRowThatIsGoneIsNamed() {
    for (int i = 0; i < LENGTH; i++) {
      List<Entry> rows = new ArrayList<>(chain);
      rows.remove(i);
      assertEquals(new Finding(i + 1, Break.REMOVED), walk(rows, KeptHeads.none(), 7));
    }
  }

  @Test
  void eachRowThatWasChangedIsNamed() {
    for (int i = 0; i < LENGTH; i++) {
      List<Entry> rows = new ArrayList<>(chain);
      rows.set(i, new Entry(i + 1, chain.get(i).hash(), TestEvents.event(99)));
      assertEquals(new Finding(i + 1, Break.CHANGED), walk(rows, KeptHeads.none(), LENGTH));
    }
  }

  @Test
  void anyTwoRowsThatChangePlacesAreNamed() {
    for (int i = 0; i < LENGTH; i++) {
      for (int j = i + 1; j < LENGTH; j++) {
        List<Entry> rows = new ArrayList<>(chain);
        Collections.swap(rows, i, j);
        List<Entry> numbered = numbered(rows);
        assertEquals(new Finding(i + 1, Break.REORDERED), walk(numbered, KeptHeads.none(), LENGTH));
      }
    }
  }

  @Test
  void rowThatWasPutInBetweenIsNamed() {
    for (int i = 0; i < LENGTH - 1; i++) {
      List<Entry> rows = new ArrayList<>(chain);
      rows.add(i, new Entry(0, new byte[Link.HASH_BYTES], TestEvents.event(99)));
      List<Entry> numbered = numbered(rows).subList(0, LENGTH);
      if (i < LENGTH - 2) {
        assertEquals(new Finding(i + 1, Break.INSERTED), walk(numbered, KeptHeads.none(), LENGTH));
      }
    }
  }

  @Test
  void placeThatIsTakenTwiceIsNamed() {
    List<Entry> rows = new ArrayList<>(chain);
    rows.add(5, chain.get(4));

    assertEquals(new Finding(5, Break.INSERTED), walk(rows, KeptHeads.none(), LENGTH + 1));
  }

  @Test
  void chainThatIsWrittenAnewDoesNotPassThroughAKeptHead() {
    Head kept = Head.signed(SIGNER, TestEvents.TENANT, TestEvents.link(chain.get(9)), 1_000_000L);
    List<Entry> anew = new ArrayList<>();
    Link last = Link.START;
    for (int i = 1; i <= LENGTH; i++) {
      last = ChainHash.next(last, TestEvents.event(i == 3 ? 99 : i));
      anew.add(new Entry(i, last.hashBytes(), TestEvents.event(i == 3 ? 99 : i)));
    }

    assertEquals(new Finding(10, Break.ROLLED_BACK), walk(anew, keeping(kept), LENGTH));
    Head unsigned = new Head(kept.tenant(), kept.link(), kept.sealedMicros(), new byte[64]);
    assertNull(walk(anew, keeping(unsigned), LENGTH), "anybody can write into a file");
  }

  @Test
  void whatWasSealedPassesWhateverThePages() {
    Head kept = Head.signed(SIGNER, TestEvents.TENANT, TestEvents.link(chain.get(9)), 1_000_000L);
    Random random = new Random(4711);
    for (int run = 0; run < 20; run++) {
      ChainWalk walk = new ChainWalk(Link.START, LENGTH, keeping(kept), SIGNER);
      while (!walk.isAtEnd()) {
        int from = (int) walk.at().seq();
        int to = Math.min(LENGTH, from + 1 + random.nextInt(9));
        assertNull(walk.pass(chain.subList(from, to)));
      }
      assertEquals(TestEvents.link(chain.get(LENGTH - 1)), walk.at());
      assertEquals(1, walk.compared());
    }
  }

  @Test
  void headIsNoAnchorAndNobodyElsesTenants() {
    Link link = TestEvents.link(chain.get(9));
    Head head = Head.signed(SIGNER, TestEvents.TENANT, link, 1_000_000L);

    assertTrue(head.isSignedBy(SIGNER));
    assertTrue(Head.ofLine(head.line()).orElseThrow().isSignedBy(SIGNER));
    assertFalse(head.isSignedBy(TestSigner.random()));
    assertFalse(new Head("acme0001", link, 1_000_000L, head.signature()).isSignedBy(SIGNER));
    assertFalse(new Head(TestEvents.TENANT, link, 1_000_001L, head.signature()).isSignedBy(SIGNER));
    assertFalse(Head.isAnchor(SIGNER, TestEvents.TENANT, link, head.signature()));
  }

  private static KeptHeads keeping(Head head) {
    return new KeptHeads(new TreeMap<>(Map.of(head.link().seq(), List.of(head))), 0);
  }

  private static List<Entry> numbered(List<Entry> rows) {
    List<Entry> numbered = new ArrayList<>();
    for (Entry row : rows) {
      numbered.add(new Entry(numbered.size() + 1, row.hash(), row.event()));
    }
    return numbered;
  }

  private static Finding walk(List<Entry> rows, KeptHeads kept, int page) {
    ChainWalk walk = new ChainWalk(Link.START, LENGTH, kept, SIGNER);
    while (!walk.isAtEnd()) {
      long at = walk.at().seq();
      Finding found = walk.pass(rows.stream().filter(row -> row.seq() > at).limit(page).toList());
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
