package io.strongroom.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The form of the keys that the suites make. */
class TestKeysTest {
  @Test
  void checksumIsTheCrc32OfAllBefore() {
    // The check value that every catalogue of CRCs prints for this one.
    assertEquals("cbf43926", TestKeys.checksum("123456789"));
    var key = TestKeys.random();
    assertEquals(TestKeys.checksum(key.substring(0, 45)), key.substring(46));
  }

  @Test
  void keyHasPrefixLengthAndAlphabet() {
    assertTrue(TestKeys.random().matches("strm_[0-9A-Za-z]{40}_[0-9a-f]{8}"));
  }
}
