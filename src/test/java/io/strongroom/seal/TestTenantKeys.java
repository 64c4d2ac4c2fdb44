package io.strongroom.seal;

import com.google.crypto.tink.Aead;
import io.strongroom.token.TenantId;

/** Keys of a tenant, for tests that seal something. */
public final class TestTenantKeys {
  private static final TenantId TENANT = new TenantId("tenant01");

  private TestTenantKeys() {}

  /** Keys that open nothing that others have sealed. */
  public static TenantKeys random() {
    Aead kek = TestKeysets.kek();
    Sealing sealing = new Sealing(kek);
    return sealing.openKeys(TENANT, sealing.makeKeys(TENANT));
  }
}
