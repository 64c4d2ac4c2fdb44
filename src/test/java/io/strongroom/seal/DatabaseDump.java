package io.strongroom.seal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every row of every table as text, in which bytes are hex, and bytes once more as Latin-1. */
final class DatabaseDump {
  private DatabaseDump() {}

  /** The text by the table's name. */
  static Map<String, String> of(Connection connection) throws SQLException {
    Map<String, String> dump = new LinkedHashMap<>();
    for (String table :
        column(
            connection,
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
                + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")) {
      dump.put(table, String.join("\n", column(connection, rows(table))));
    }
    for (String bytes :
        column(
            connection,
            "SELECT format('SELECT encode(%I, ''escape'') FROM %I.%I WHERE %1$I IS NOT NULL',"
                + " column_name, table_schema, table_name) FROM information_schema.columns"
                + " WHERE data_type = 'bytea' AND table_schema = 'public'")) {
      dump.put(bytes, String.join("\n", column(connection, bytes)));
    }
    return dump;
  }

  private static String rows(String table) {
    return "SELECT row::text FROM " + table + " AS row";
  }

  private static List<String> column(Connection connection, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
