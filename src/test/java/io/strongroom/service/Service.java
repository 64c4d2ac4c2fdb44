package io.strongroom.service;

import static io.restassured.RestAssured.given;

import io.quarkus.arc.Arc;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;

/** The running service of a {@link ServiceTest}: its address, its operator and its database. */
public final class Service {

  private static final ConcurrentMap<URI, String> INSTANCES = new ConcurrentHashMap<>();

  private Service() {}

  public static URI uri() {
    return URI.create(ConfigProvider.getConfig().getValue("test.url", String.class));
  }

  public static VaultTenant tenant() {
    return VaultTenant.create(uri(), operatorKey());
  }

  public static String operatorKey() {
    return ConfigProvider.getConfig().getValue(ServiceProfile.OPERATOR_KEY, String.class);
  }

  /** The identity of this service's data directory, asked for once. */
  public static String instanceId() {
    return INSTANCES.computeIfAbsent(uri(), Service::instanceId);
  }

  private static String instanceId(URI service) {
    return Json.items(
            given()
                .baseUri(service.toString())
                .header("Api-Key", operatorKey())
                .get("/v1/admin/instances"))
        .get(0)
        .getString("instanceId");
  }

  /**
   * Changes the database behind the service's back, and has forgotten what it remembered when this
   * returns; returns how many rows.
   */
  public static int sql(String statement, Object... parameters) {
    int rows = behindItsBack(statement, parameters);
    try (Connection connection = Arc.container().instance(DataSource.class).get().getConnection()) {
      Forgetting.everything(connection);
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same for what the service does not remember; returns how many rows. */
  public static int behindItsBack(String statement, Object... parameters) {
    try (Connection connection = Arc.container().instance(DataSource.class).get().getConnection();
        PreparedStatement prepared = connection.prepareStatement(statement)) {
      for (int i = 0; i < parameters.length; i++) {
        prepared.setObject(i + 1, parameters[i]);
      }
      return prepared.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of the first row that the database has. */
  public static <T> T value(Class<T> type, String query, Object... parameters) {
    try (Connection connection = Arc.container().instance(DataSource.class).get().getConnection();
        PreparedStatement prepared = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        prepared.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = prepared.executeQuery()) {
        if (!rows.next()) {
          throw new AssertionError("no row");
        }
        return rows.getObject(1, type);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
