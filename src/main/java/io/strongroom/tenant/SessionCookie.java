package io.strongroom.tenant;

import io.strongroom.token.SecretText;
import jakarta.ws.rs.core.Cookie;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a browser holds of a session: 256 random bits under a name that says how it came there.
 *
 * <p>A name that begins with {@code __Host-} is taken by browsers over https alone and from this
 * very host, so nobody else can plant it (RFC 6265bis, section 4.1.3.2). Plain http, for a
 * developer's machine, cannot have it; the name is hashed along, so a session of the one does not
 * count under the other.
 */
public final class SessionCookie {
  private static final String OF_HTTPS = "__Host-strongroom";
  private static final String OF_HTTP = "strongroom";
  private static final int BYTES = 32;

  /** 32 bytes in base64url. */
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_-]{43}");

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final String name;
  private final SecretText value;

  private SessionCookie(String name, SecretText value) {
    this.name = name;
    this.value = value;
  }

  static SessionCookie random(boolean secure, RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new SessionCookie(
        secure ? OF_HTTPS : OF_HTTP, SecretText.of(BASE64.encodeToString(bytes)));
  }

  /** The one that a request has; null where it has none, or one that was never ours. */
  public static @Nullable SessionCookie of(Map<String, Cookie> cookies) {
    Cookie found = cookies.getOrDefault(OF_HTTPS, cookies.get(OF_HTTP));
    return found == null || !VALUE.matcher(found.getValue()).matches()
        ? null
        : new SessionCookie(found.getName(), SecretText.of(found.getValue()));
  }

  /** As a header sets it: for this browser's session, out of reach of scripts and other sites. */
  public String header() {
    return attributes(value.reveal());
  }

  /** As a header has it forgotten. */
  public String endingHeader() {
    return attributes("") + "; Max-Age=0";
  }

  private String attributes(String text) {
    return name
        + "="
        + text
        + "; Path=/; HttpOnly; SameSite=Strict"
        + (name.equals(OF_HTTPS) ? "; Secure" : "");
  }

  /** What pages of this session send along with whatever changes something. */
  public String proof() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(value.reveal()), "HmacSHA256"));
      return BASE64.encodeToString(mac.doFinal(bytes("a page of the console")));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Compares in constant time. */
  boolean isProvedBy(String proof) {
    return MessageDigest.isEqual(bytes(proof()), bytes(proof));
  }

  byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes(name + "=" + value.reveal()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
