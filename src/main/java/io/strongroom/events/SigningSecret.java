package io.strongroom.events;

import io.strongroom.token.InvalidValue;
import io.strongroom.token.SecretText;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that a webhook's receiver shares with the service, in the form of Standard Webhooks:
 * {@code whsec_} and 24 to 64 bytes in base64.
 */
final class SigningSecret {
  private static final String PREFIX = "whsec_";
  private static final String MAC = "HmacSHA256";
  private static final int MADE_BYTES = 32;
  private static final int LEAST_BYTES = 24;
  private static final int MOST_BYTES = 64;
  private static final String RULE = "must be whsec_ and 24 to 64 bytes in base64";

  private final byte[] key;

  private SigningSecret(byte[] key) {
    this.key = key;
  }

  static SecretText random(RandomGenerator random) {
    byte[] bytes = new byte[MADE_BYTES];
    random.nextBytes(bytes);
    return SecretText.of(PREFIX + Base64.getEncoder().encodeToString(bytes));
  }

  /** Fails with the member {@code secret} for a text that is none. */
  static SigningSecret of(SecretText secret) {
    String text = secret.reveal();
    InvalidValue.unless(text.startsWith(PREFIX), "secret", RULE);
    byte[] key = decoded(text.substring(PREFIX.length()));
    InvalidValue.unless(key.length >= LEAST_BYTES && key.length <= MOST_BYTES, "secret", RULE);
    return new SigningSecret(key);
  }

  /** The value of {@code webhook-signature}: of the id, the time and the body, joined by dots. */
  String sign(String id, long timestamp, String body) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      byte[] signed = (id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("signing failed", e);
    }
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new InvalidValue("secret", RULE);
    }
  }
}
