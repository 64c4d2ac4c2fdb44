package io.strongroom.seal;

import com.google.crypto.tink.Aead;
import io.strongroom.token.TenantId;
import java.nio.file.Path;

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

  /** The keys of a tenant whose service has its key-encryption key in this file. */
  public static TenantKeys of(Path kek, TenantId tenant, byte[] data, byte[] lookup) {
    return new Sealing(new FileKey(kek).find().orElseThrow())
        .openKeys(tenant, new WrappedKeys(data, lookup));
  }
}
