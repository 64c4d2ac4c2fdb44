package io.strongroom.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;

/** Signers for tests, each with a key of its own. */
public final class TestSigner {
  private TestSigner() {}

  public static ServiceSigner random() {
    try {
      AeadConfig.register();
      Aead kek =
          KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get())
              .getPrimitive(RegistryConfiguration.get(), Aead.class);
      Sealing sealing = new Sealing(kek);
      return sealing.openSigner(sealing.makeSigner());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
