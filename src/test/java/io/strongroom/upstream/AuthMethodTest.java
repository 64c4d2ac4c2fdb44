package io.strongroom.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strongroom.token.InvalidValue;
import io.strongroom.token.SecretText;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a client's credential goes, and how it is written there. */
class AuthMethodTest {
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Form form = new Form();

  @ParameterizedTest
  @ValueSource(strings = {"", "basic", "CLIENT_SECRET_BASIC", "client_secret_jwt", "none"})
  void unknownMethodIsRefused(String wire) {
    InvalidValue refused = assertThrows(InvalidValue.class, () -> AuthMethod.of(wire));
    assertEquals("authMethod", refused.member());
  }

  @ParameterizedTest
  @CsvSource({
    "id, secret, id:secret",
    "a:b, c:d, a%3Ab:c%3Ad",
    "a b, c+d, a+b:c%2Bd",
    "a%b, é, a%25b:%C3%A9",
    "'&=', '/?#', %26%3D:%2F%3F%23"
  })
  void basicIsFormEncodedBeforeItIsJoined(String id, String secret, String pair) {
    AuthMethod.CLIENT_SECRET_BASIC.apply(client(id, secret), headers, form);
    String encoded = headers.get("Authorization").replaceFirst("^Basic ", "");
    assertEquals(pair, new String(Base64.getDecoder().decode(encoded), US_ASCII));
    assertEquals(List.of(), form.parameters());
  }

  @Test
  void postLeavesTheHeadersAlone() {
    AuthMethod.CLIENT_SECRET_POST.apply(client("a:b", "c d"), headers, form);
    assertEquals(
        List.of(Map.entry("client_id", "a:b"), Map.entry("client_secret", "c d")),
        form.parameters());
    assertEquals(Map.of(), headers);
  }

  private static ClientCredential client(String id, String secret) {
    return new ClientCredential(
        id, SecretText.of(secret), TestRoutes.TOKEN_ENDPOINT, Instant.EPOCH);
  }
}
