package io.strongroom.admin;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.strongroom.service.Crowd;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Two administrators do not overwrite each other, whatever they edit. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class ConditionsTest {
  private static final int ADMINISTRATORS = 4;

  /** What is edited, with a body that is another each time. */
  enum Configuration {
    TENANT("PUT") {
      @Override
      String path(VaultTenant tenant) {
        return tenant.path("");
      }

      @Override
      Map<String, Object> body() {
        return Map.of("name", "tenant " + UUID.randomUUID());
      }
    },
    KEY("PATCH") {
      @Override
      String path(VaultTenant tenant) {
        return tenant.path("/api-keys/" + tenant.created("edited", "PRICING").path("keyId"));
      }

      @Override
      Map<String, Object> body() {
        return Map.of("name", "key " + UUID.randomUUID());
      }
    },
    ENVIRONMENT("PUT") {
      @Override
      String path(VaultTenant tenant) {
        return tenant.environmentPath("");
      }

      @Override
      Map<String, Object> body() {
        return Map.of(
            "grant", "x-token", "tokenEndpoint", "https://a.example/" + UUID.randomUUID());
      }
    },
    CLIENT("PUT") {
      @Override
      String path(VaultTenant tenant) {
        tenant.asOperator().body(ENVIRONMENT.body()).put(tenant.environmentPath(""));
        return tenant.environmentPath("/clients/web");
      }

      @Override
      Map<String, Object> body() {
        return Map.of(
            "clientSecret", "s",
            "authMethod", "client_secret_post",
            "scope", UUID.randomUUID().toString());
      }
    },
    LIMIT("PUT") {
      @Override
      String path(VaultTenant tenant) {
        return tenant.path("/quotas/issue");
      }

      @Override
      Map<String, Object> body() {
        return Map.of("limit", UUID.randomUUID().getLeastSignificantBits() & 0xffffff);
      }
    };

    private final String method;

    Configuration(String method) {
      this.method = method;
    }

    abstract String path(VaultTenant tenant);

    abstract Map<String, Object> body();
  }

  private final VaultTenant tenant = Service.tenant();

  @ParameterizedTest
  @EnumSource
  void whoHasNotSeenTheLastEditIsRefused(Configuration edited) {
    String path = edited.path(tenant);
    edit(edited, path, as()).then().header("ETag", equalTo(tag(path)));
    String seenByBoth = tag(path);

    edit(edited, path, as().header("If-Match", seenByBoth)).then().statusCode(200);
    String now = tenant.asOperator().get(path).asString();

    edit(edited, path, as().header("If-Match", seenByBoth))
        .then()
        .statusCode(412)
        .body("code", equalTo("precondition-failed"));
    assertNotEquals(seenByBoth, tag(path));
    assertEquals(now, tenant.asOperator().get(path).asString());
  }

  @ParameterizedTest
  @EnumSource
  void ofManyAtOnceOneEditIsMade(Configuration edited) {
    String path = edited.path(tenant);
    edit(edited, path, as());
    String seenByAll = tag(path);

    List<Integer> answers =
        Crowd.of(ADMINISTRATORS)
            .each(() -> edit(edited, path, as().header("If-Match", seenByAll)).statusCode());

    assertEquals(
        IntStream.range(0, ADMINISTRATORS).mapToObj(i -> i == 0 ? 200 : 412).toList(),
        answers.stream().sorted().toList());
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"TENANT", "KEY"})
  void whatIsThereIsNotCreatedAgain(Configuration made) {
    String path = made.path(tenant);

    edit(made, path, as().header("If-None-Match", "*")).then().header("ETag", equalTo(tag(path)));
    String first = tenant.asOperator().get(path).asString();

    edit(made, path, as().header("If-None-Match", "*")).then().statusCode(412);
    assertEquals(first, tenant.asOperator().get(path).asString());
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"TENANT", "KEY"})
  void whatIsNotThereIsNotEdited(Configuration absent) {
    String path = absent.path(tenant);

    edit(absent, path, as().header("If-Match", "*")).then().statusCode(412);

    tenant.asOperator().get(path).then().statusCode(404).header("ETag", nullValue());
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"LIMIT"})
  void staleDeletionIsRefused(Configuration deleted) {
    String path = deleted.path(tenant);
    edit(deleted, path, as());
    String seen = tag(path);
    edit(deleted, path, as());

    for (String query : List.of("", "?dryRun=true")) {
      as().header("If-Match", seen).delete(path + query).then().statusCode(412);
    }

    as().header("If-Match", tag(path)).delete(path).then().statusCode(204);
  }

  private static Response edit(Configuration edited, String path, RequestSpecification as) {
    return as.body(edited.body()).request(edited.method, path);
  }

  private RequestSpecification as() {
    return tenant.asOperator();
  }

  private String tag(String path) {
    return tenant.asOperator().get(path).header("ETag");
  }
}
