package io.strongroom.seal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Looks for planted secrets in a text: plain, as hex, as base64 of either alphabet wherever the
 * secret begins in what was encoded, and URL-encoded.
 */
final class LeakSearch {
  /** Below it a form could be found by chance. */
  private static final int LEAST_CHARACTERS = 12;

  private static final int BASE64_BITS = 6;

  /** What each form of a secret is called; it never names the secret itself. */
  private final Map<String, String> forms = new LinkedHashMap<>();

  private final Set<String> names = new TreeSet<>();

  LeakSearch plant(String name, String secret) {
    if (secret.length() < LEAST_CHARACTERS) {
      throw new IllegalArgumentException("too short to be searched for: " + name);
    }
    names.add(name);
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    form(secret, name + " plain");
    form(HexFormat.of().formatHex(bytes), name + " in hex");
    form(HexFormat.of().withUpperCase().formatHex(bytes), name + " in upper-case hex");
    for (int before = 0; before < 3; before++) {
      form(base64(Base64.getEncoder(), bytes, before), name + " in base64");
      form(base64(Base64.getUrlEncoder(), bytes, before), name + " in base64url");
    }
    String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    form(form, name + " URL-encoded");
    form(form.replace("+", "%20"), name + " URL-encoded");
    form(form.toLowerCase(Locale.ROOT), name + " URL-encoded");
    form(secret.replace("\\", "\\\\").replace("\"", "\\\""), name + " in JSON");
    return this;
  }

  int planted() {
    return names.size();
  }

  /** The names of the forms that the text has, each with the place's name. */
  Set<String> find(String place, String text) {
    return forms.entrySet().stream()
        .filter(form -> text.contains(form.getKey()))
        .map(form -> form.getValue() + " in " + place)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Set<String> find(Map<String, String> places) {
    var found = new TreeSet<String>();
    new TreeMap<>(places).forEach((place, text) -> found.addAll(find(place, text)));
    return found;
  }

  private void form(String text, String name) {
    forms.putIfAbsent(text, name);
  }

  /**
   * The characters of an encoding that depend on the secret alone, so many bytes of something else
   * being before it and anything after it.
   */
  private static String base64(Base64.Encoder encoder, byte[] secret, int before) {
    byte[] bytes = new byte[before + secret.length];
    Arrays.fill(bytes, 0, before, (byte) 'x');
    System.arraycopy(secret, 0, bytes, before, secret.length);
    int first = (before * Byte.SIZE + BASE64_BITS - 1) / BASE64_BITS;
    int end = bytes.length * Byte.SIZE / BASE64_BITS;
    return encoder.withoutPadding().encodeToString(bytes).substring(first, end);
  }
}
