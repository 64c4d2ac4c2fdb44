package io.strongroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import io.strongroom.service.TestClientKeys;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.SecretText;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys may sign for a client, by which algorithm, and what is said of the others. */
class SigningKeyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, JWK> KEYS =
      Map.of(
          "rsa", TestClientKeys.RSA,
          "p256", TestClientKeys.P256,
          "p384", TestClientKeys.P384,
          "ed25519", TestClientKeys.ED25519);

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(with(TestClientKeys.RSA, "d", null), "must have its private part"),
        Arguments.of(with(TestClientKeys.P256, "d", null), "must have its private part"),
        Arguments.of(with(TestClientKeys.ED25519, "d", null), "must have its private part"),
        Arguments.of(
            Map.of("kty", "oct", "k", "c2VjcmV0LXNlY3JldC1zZWNyZXQ"),
            "must not be a symmetric key"),
        Arguments.of(
            with(TestClientKeys.RSA, "n", "_".repeat(170)), "must have between 2048 and 4096 bits"),
        Arguments.of(
            with(TestClientKeys.RSA, "n", "_".repeat(700)), "must have between 2048 and 4096 bits"),
        Arguments.of(
            with(TestClientKeys.RSA, "e", "_".repeat(12)),
            "must have a public exponent of at most 64 bits"),
        Arguments.of(
            with(TestClientKeys.RSA, "d", "_".repeat(4_000)),
            "must have two primes and no number too many"),
        Arguments.of(body(TestClientKeys.ec(Curve.P_521)), "must be on the curve P-256 or P-384"),
        Arguments.of(
            Map.of("kty", "OKP", "crv", "X25519", "x", "AAAA", "d", "AAAA"),
            "must be an RSA key, an EC key or an Ed25519 key"),
        Arguments.of(with(TestClientKeys.RSA, "use", "enc"), "must be for signatures"),
        Arguments.of(
            with(TestClientKeys.RSA, "key_ops", new String[] {"verify"}), "must be for signatures"),
        Arguments.of(
            with(TestClientKeys.RSA, "alg", "HS256"),
            "must have an alg that such a key can sign by"),
        Arguments.of(
            with(TestClientKeys.P256, "alg", "ES384"),
            "must have an alg that such a key can sign by"),
        Arguments.of(
            with(TestClientKeys.P256, "d", body(TestClientKeys.ec(Curve.P_256)).get("d")),
            "must have a private part that fits its public one"),
        Arguments.of(
            with(TestClientKeys.RSA, "p", body(TestClientKeys.rsa(2_048)).get("p")),
            "must have a private part that fits its public one"),
        Arguments.of(
            with(TestClientKeys.ED25519, "x", "A".repeat(43)),
            "must have a private part that fits its public one"),
        Arguments.of(
            with(TestClientKeys.P256, "x", "A".repeat(43)), "must be a JSON Web Key (RFC 7517)"),
        Arguments.of(with(TestClientKeys.RSA, "kty", "DSA"), "must be a JSON Web Key (RFC 7517)"),
        Arguments.of(Map.of(), "must be a JSON Web Key (RFC 7517)"),
        Arguments.of(
            with(TestClientKeys.RSA, "note", "x".repeat(16_384)),
            "must have at most 16384 characters"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void keyThatCannotSignForAClientIsRefused(Map<String, Object> key, String rule) {
    InvalidValue refused =
        assertThrows(InvalidValue.class, () -> new PrivateKeyJwk(JSON.valueToTree(key)).check());

    assertEquals("privateKeyJwk", refused.member());
    assertEquals(rule, refused.rule());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"text\"", "[]", "7", "true"})
  void onlyAnObjectIsAKey(String json) throws Exception {
    PrivateKeyJwk key = new PrivateKeyJwk(JSON.readTree(json));

    InvalidValue refused = assertThrows(InvalidValue.class, key::check);

    assertEquals("must be an object", refused.rule());
  }

  @ParameterizedTest
  @CsvSource({
    "rsa,, RS256",
    "rsa, RS256, RS256",
    "rsa, RS512, RS512",
    "rsa, PS256, PS256",
    "p256,, ES256",
    "p384,, ES384",
    "p384, ES384, ES384",
    "ed25519,, EdDSA",
    "ed25519, Ed25519, Ed25519"
  })
  void keySignsByItsAlgorithmAndSaysWhichKeyItIs(String key, String alg, String signedBy)
      throws JOSEException {
    JWK jwk = KEYS.get(key);
    PrivateKeyJwk given = new PrivateKeyJwk(JSON.valueToTree(with(jwk, "alg", alg)));
    given.check();

    var signed = SigningKey.parse(given.text()).sign(new Payload("x"));

    assertEquals(signedBy, signed.getHeader().getAlgorithm().getName());
    assertEquals(jwk.getKeyID(), signed.getHeader().getKeyID());
  }

  @Test
  void rsaKeyWithoutItsPrimesSignsToo() {
    Map<String, Object> bare = body(TestClientKeys.RSA);
    bare.keySet().removeAll(Set.of("p", "q", "dp", "dq", "qi"));

    new PrivateKeyJwk(JSON.valueToTree(bare)).check();
  }

  @Test
  void keyPrintsNothingOfItself() {
    PrivateKeyJwk key = new PrivateKeyJwk(JSON.valueToTree(body(TestClientKeys.RSA)));
    SigningKey parsed = SigningKey.parse(key.text());

    assertEquals("[secret]", key.toString());
    assertEquals("[secret]", parsed.toString());
    var request = new ClientRequest(null, key, "private_key_jwt", null, null, null);
    assertFalse(request.toString().contains(String.valueOf(body(TestClientKeys.RSA).get("d"))));
    assertTrue(request.toString().contains("[secret]"));
  }

  @Test
  void keyAndPasswordDoNotMix() {
    PrivateKeyJwk key = new PrivateKeyJwk(JSON.valueToTree(body(TestClientKeys.P256)));
    SecretText secret = SecretText.of("s");

    assertMember("privateKeyJwk", null, null, "private_key_jwt");
    assertMember("clientSecret", secret, key, "private_key_jwt");
    assertMember("clientSecret", secret, null, "private_key_jwt");
    assertMember("privateKeyJwk", secret, key, "client_secret_basic");
    assertMember("clientSecret", null, null, "client_secret_post");
  }

  private static void assertMember(
      String member, SecretText secret, PrivateKeyJwk key, String method) {
    InvalidValue refused =
        assertThrows(
            InvalidValue.class, () -> new ClientRequest(secret, key, method, null, null, null));
    assertEquals(member, refused.member());
  }

  private static Map<String, Object> body(JWK key) {
    return new HashMap<>(key.toJSONObject());
  }

  /** The key with one member changed; null takes it away. */
  private static Map<String, Object> with(JWK key, String member, Object value) {
    Map<String, Object> body = body(key);
    if (value == null) {
      body.remove(member);
    } else {
      body.put(member, value);
    }
    return body;
  }
}
