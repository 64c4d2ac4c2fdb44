package io.strongroom.seal;

/** Key-encryption keys that live as long as a test. */
final class TestKeysets {
  private TestKeysets() {}

  static KeyCheck.Bound kek() {
    Kek kek = Kek.random();
    return new KeyCheck.Bound(kek, kek.versions().iterator().next());
  }
}
