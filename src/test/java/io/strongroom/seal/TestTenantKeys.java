package io.strongroom.seal;

import io.strongroom.token.TenantId;
import java.nio.file.Path;

/** Keys of a tenant, for tests that seal something. */
public final class TestTenantKeys {
  private static final TenantId TENANT = new TenantId("tenant01");

  private TestTenantKeys() {}

  /** Keys that open nothing that others have sealed. */
  public static TenantKeys random() {
    Sealing sealing = new Sealing(TestKeysets.kek());
    return sealing.openKeys(TENANT, sealing.makeKeys(TENANT));
  }

  /** The keys of a tenant whose service has its key-encryption key in this file. */
  public static TenantKeys of(Path kek, TenantId tenant, byte[] data, byte[] lookup) {
    Kek keys = new FileKey(kek).find().orElseThrow();
    int wrapping = keys.versions().iterator().next();
    return new Sealing(new KeyCheck.Bound(keys, wrapping))
        .openKeys(tenant, new WrappedKeys(data, lookup, wrapping));
  }
}
