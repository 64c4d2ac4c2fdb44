package io.strongroom.sandbox;

/** By which of RFC 6749 section 2.3.1's two ways, or by a key, a client may prove itself. */
public enum AuthMethod {
  CLIENT_SECRET_BASIC,
  CLIENT_SECRET_POST,
  EITHER,
  /** RFC 7523: by an assertion that its private key has signed. */
  PRIVATE_KEY_JWT
}
