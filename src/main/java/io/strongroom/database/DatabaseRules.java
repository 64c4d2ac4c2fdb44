package io.strongroom.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;

/** What any PostgreSQL must keep to before the service entrusts a token to it. */
public final class DatabaseRules {
  /** The oldest major version whose statements the service speaks. */
  private static final int OLDEST_MAJOR = 15;

  private static final String ANSWER_SECONDS = "10";

  private DatabaseRules() {}

  /**
   * Asks the server, before anything is written to it.
   *
   * @throws StartRefused when it cannot be reached, refuses the user, is too old or not durable
   */
  public static void check(DatabaseAddress address) {
    try (Connection connection = connect(address);
        Statement statement = connection.createStatement()) {
      refuseOld(address, Integer.parseInt(show(statement, "server_version_num")));
      refuseForgetful(address, show(statement, "fsync"));
    } catch (SQLException e) {
      throw new StartRefused(
          "The database " + address.place() + " cannot be used: " + reason(e) + ".", e);
    }
  }

  private static Connection connect(DatabaseAddress address) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", address.username());
    properties.setProperty("password", address.password());
    properties.setProperty("loginTimeout", ANSWER_SECONDS);
    properties.setProperty("connectTimeout", ANSWER_SECONDS);
    properties.setProperty("socketTimeout", ANSWER_SECONDS);
    return DriverManager.getConnection(address.jdbcUrl(), properties);
  }

  private static String show(Statement statement, String setting) throws SQLException {
    try (ResultSet answer = statement.executeQuery("SHOW " + setting)) {
      if (!answer.next()) {
        throw new SQLException("no answer to SHOW " + setting);
      }
      return answer.getString(1);
    }
  }

  static void refuseOld(DatabaseAddress address, int versionNumber) {
    int major = versionNumber / 10_000;
    if (major < OLDEST_MAJOR) {
      throw new StartRefused(
          String.format(
              Locale.ROOT,
              "The database %s is PostgreSQL %d; Strongroom needs PostgreSQL %d or newer.",
              address.place(),
              major,
              OLDEST_MAJOR));
    }
  }

  static void refuseForgetful(DatabaseAddress address, String fsync) {
    if (!fsync.equals("on")) {
      throw new StartRefused(
          "The database "
              + address.place()
              + " runs with fsync="
              + fsync
              + "; Strongroom needs fsync=on, for no token may be lost in a crash.");
    }
  }

  /** The driver's first line, without its full stop and without the line that quotes settings. */
  private static String reason(SQLException e) {
    String message = e.getMessage() == null ? "no reason given" : e.getMessage();
    return message.lines().findFirst().orElse(message).replaceFirst("\\.( .*)?$", "");
  }
}
