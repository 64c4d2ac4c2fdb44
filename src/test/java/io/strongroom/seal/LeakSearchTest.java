package io.strongroom.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The search finds what was planted, in each form, and nothing else. */
class LeakSearchTest {
  private static final String SECRET = "planted+secret/with \"odd\" \\ signs?&=%";
  private final LeakSearch search = new LeakSearch().plant("the secret", SECRET);

  @Test
  void textWithoutItIsClean() {
    assertEquals(Set.of(), search.find("log", "planted secret with odd signs"));
  }

  @Test
  void secretTooShortToSearchForIsRefused() {
    var empty = new LeakSearch();
    assertThrows(IllegalArgumentException.class, () -> empty.plant("short", "short"));
  }

  @Test
  void whatIsFoundIsNamedWithoutTheSecret() {
    assertEquals(Set.of("the secret plain in log"), search.find("log", "<" + SECRET + ">"));
    assertFalse(search.find("log", SECRET).toString().contains(SECRET));
  }

  @Test
  void hexAndUrlFormsAreFound() {
    byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
    String hex = HexFormat.of().formatHex(bytes);
    assertFound("\\x00" + hex + "ff");
    assertFound(HexFormat.of().withUpperCase().formatHex(bytes));
    assertFound("a=" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8) + "&b=c");
    assertFound(SECRET.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abc", "client:", "client-1:"})
  void base64IsFoundWhereverTheSecretBegins(String before) {
    for (String after : new String[] {"", "z", "yz"}) {
      byte[] bytes = (before + SECRET + after).getBytes(StandardCharsets.UTF_8);
      assertFound("Basic " + Base64.getEncoder().encodeToString(bytes));
      assertFound(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
  }

  private void assertFound(String text) {
    assertTrue(search.find("log", text).size() >= 1, text);
  }
}
