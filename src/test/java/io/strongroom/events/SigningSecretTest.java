package io.strongroom.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.token.InvalidValue;
import io.strongroom.token.SecretText;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The signature is that of Standard Webhooks. */
class SigningSecretTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "whsec_",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n"
      })
  void textThatIsNoSecretIsRefusedAndNotQuoted(String text) {
    InvalidValue refused =
        assertThrows(InvalidValue.class, () -> SigningSecret.of(SecretText.of(text)));

    assertEquals("secret", refused.member());
    assertTrue(text.length() < 7 || !refused.getMessage().contains(text));
  }

  @Test
  void secretOfMoreThan64BytesIsRefused() {
    String base64 = Base64.getEncoder().encodeToString(new byte[65]);
    assertThrows(InvalidValue.class, () -> SigningSecret.of(SecretText.of("whsec_" + base64)));
  }

  /** The example of the specification, which its libraries test with. */
  @Test
  void exampleOfTheSpecificationIsSignedAsItSays() {
    SigningSecret secret =
        SigningSecret.of(SecretText.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

    String signature =
        secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}");

    assertEquals("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
  }

  @Test
  void madeSecretHas32BytesAndIsAlwaysAnother() {
    String one = SigningSecret.random(new SecureRandom()).reveal();
    String other = SigningSecret.random(new SecureRandom()).reveal();

    assertEquals(32, Base64.getDecoder().decode(one.substring("whsec_".length())).length);
    assertNotEquals(one, other);
  }
}
