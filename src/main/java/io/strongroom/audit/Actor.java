package io.strongroom.audit;

import io.strongroom.token.KeyId;
import org.jspecify.annotations.Nullable;

/**
 * Who does something, and from where.
 *
 * @param key of the caller, or of the call that the service acts for; null where there is none
 * @param address of the connection's peer; null where there is none
 */
public record Actor(Kind kind, @Nullable KeyId key, @Nullable String address) {

  /** The kinds of actors; the words are stable. */
  public enum Kind {
    OPERATOR("operator"),
    KEY("key"),
    /** Nobody asked: the service goes on with something by itself. */
    SERVICE("service"),
    /** A caller without a key that is known. */
    STRANGER("stranger");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The word in rows and answers. */
    public String word() {
      return word;
    }
  }

  /** The service, of its own accord. */
  public static Actor service() {
    return new Actor(Kind.SERVICE, null, null);
  }

  /** The service, because of a call that this key once made. */
  public static Actor serviceFor(KeyId key) {
    return new Actor(Kind.SERVICE, key, null);
  }
}
