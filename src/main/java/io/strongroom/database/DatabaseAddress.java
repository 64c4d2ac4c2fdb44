package io.strongroom.database;

import java.util.regex.Pattern;

/**
 * Where the database is and who asks it.
 *
 * @param url {@code postgresql://host:port/name}, with options after {@code ?} at most
 */
public record DatabaseAddress(String url, String username, String password) {
  private static final Pattern URL = Pattern.compile("postgresql://[^/@\\s]+/[^/@?\\s]+(\\?\\S*)?");

  /** Refuses what is not an address. A wrong one is not repeated: it may hold a password. */
  public DatabaseAddress {
    if (!URL.matcher(url).matches()) {
      throw new StartRefused(
          "STRONGROOM_DATABASE_URL must have the form postgresql://host:port/name; user and"
              + " password belong into STRONGROOM_DATABASE_USERNAME and _PASSWORD.");
    }
    if (username.isEmpty()) {
      throw new StartRefused(
          "STRONGROOM_DATABASE_URL is set, but STRONGROOM_DATABASE_USERNAME is not.");
    }
  }

  /**
   * Tells the settings of both drivers where the database is. System properties win over the
   * environment and the files, and no other process sees them.
   */
  public void publish() {
    System.setProperty("strongroom.database.url", url);
    System.setProperty("strongroom.database.username", username);
    System.setProperty("strongroom.database.password", password);
  }

  /** The same address as the JDBC driver wants it. */
  String jdbcUrl() {
    return "jdbc:" + url;
  }

  /** The address without its options, fit for a sentence. */
  String place() {
    return url.replaceFirst("\\?.*", "");
  }

  @Override
  public String toString() {
    return place();
  }
}
