package io.strongroom.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawPathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//v1", "/v1//x", "/v1/x//", "/a/./b", "/a/../b", "/a/..", "/a/.", "/a;b", "/a\\b",
            "/a%2Fb",
        "/a%2fb", "/a%5Cb", "/a%3bb", "/a%25", "/a%2e", "/a%00", "/a%1F", "/a%7f", "/a b",
            "/\u00fc",
        "/a//b?c=d", "/a/..?c=/d"
      })
  void pathOfTwoReadingsIsOdd(String uri) {
    assertTrue(RawPath.isOdd(uri), uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/", "/v1/tokens/issue", "/v1/admin/tenants/a1b2c3d4?cursor=//;..%2f", "/users/a.b@c,d+e",
        "/.well-known/oauth-authorization-server", "/a..b/c", "/x%20y", "/A-Z_0~9"
      })
  void othersAreNot(String uri) {
    assertFalse(RawPath.isOdd(uri), uri);
  }
}
