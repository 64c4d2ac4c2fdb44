package io.strongroom.seal;

/** Signers for tests, each with a key of its own. */
public final class TestSigner {
  private TestSigner() {}

  public static ServiceSigner random() {
    Sealing sealing = new Sealing(TestKeysets.kek());
    return sealing.openSigner(sealing.makeSigner().keyset());
  }
}
