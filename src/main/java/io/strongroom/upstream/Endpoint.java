package io.strongroom.upstream;

import io.strongroom.token.InvalidValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Where an upstream is called: an absolute URI whose origin secrets can be bound to. */
public record Endpoint(URI uri) {
  /** Characters of an endpoint. */
  private static final int MAX_LENGTH = 2_048;

  /**
   * @throws InvalidValue naming the member and what is wrong with it
   */
  static Endpoint parse(String member, String text, OutgoingConfig switches) {
    InvalidValue.unless(text.length() <= MAX_LENGTH, member, "must have at most 2048 characters");
    URI uri = uri(member, text);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    InvalidValue.unless(
        scheme.equals("https") || scheme.equals("http") && switches.allowHttp(),
        member,
        "must be an https URL");
    InvalidValue.unless(uri.getRawUserInfo() == null, member, "must not hold a user or password");
    InvalidValue.unless(uri.getRawFragment() == null, member, "must not have a fragment");
    InvalidValue.unless(
        uri.getHost() != null
            && !uri.getHost().isEmpty()
            && uri.getPort() != 0
            && uri.getPort() <= 65_535,
        member,
        "must name a host");
    Addresses.requireAllowedName(member, uri.getHost(), switches);
    return new Endpoint(uri);
  }

  private static URI uri(String member, String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new InvalidValue(member, "must be an absolute URL");
    }
  }

  /** Scheme, host and port, in one spelling. */
  public String origin() {
    return uri.getScheme().toLowerCase(Locale.ROOT)
        + "://"
        + uri.getHost().toLowerCase(Locale.ROOT)
        + ":"
        + port();
  }

  int port() {
    if (uri.getPort() > 0) {
      return uri.getPort();
    }
    return isTls() ? 443 : 80;
  }

  boolean isTls() {
    return uri.getScheme().equalsIgnoreCase("https");
  }

  /** The host as a resolver takes it: an IPv6 literal without its brackets. */
  String host() {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
