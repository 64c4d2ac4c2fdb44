package io.strongroom.tenant;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.TestKeys;
import io.strongroom.service.VaultTenant;
import io.strongroom.tenant.EndpointCases.Target;
import io.strongroom.tenant.Endpoints.Endpoint;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every endpoint asks for its key and for its scope, and for no other. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class ScopesTest {
  private static final String LIMIT = "PUT /v1/admin/tenants/{tenantId}/quotas/{resource}";

  /** Asked for by an id that no rotation has, as is its watch. */
  private static final List<String> ROTATION =
      List.of(
          "GET /v1/admin/keys/rotations/{rotationId}",
          "GET /v1/admin/keys/rotations/{rotationId}/watch");

  private static final String MISSING_SCOPE =
      "Token does not have any of the scopes to access the API method";

  static Stream<Endpoint> ofProblems() {
    return Endpoints.all().stream().filter(endpoint -> !endpoint.path().startsWith("/v2/"));
  }

  static Stream<Endpoint> withScopes() {
    return Endpoints.all().stream().filter(endpoint -> !endpoint.anyOf().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("ofProblems")
  void noEndpointAnswersWithoutAGoodKey(Endpoint endpoint) {
    VaultTenant tenant = Service.tenant();

    for (String key : List.of("", "strm_short", TestKeys.random())) {
      EndpointCases.call(tenant.with(key), endpoint, Target.nothing())
          .then()
          .statusCode(401)
          .body("code", equalTo("unauthenticated"))
          .body("verdict", equalTo("configuration"));
    }
  }

  @ParameterizedTest
  @MethodSource("withScopes")
  void keyWithEveryOtherScopeIsForbidden(Endpoint endpoint) {
    Entrusted user = Entrusted.xToken();
    String key = user.tenant().newKey("everything else", allBut(endpoint.anyOf()));

    EndpointCases.call(user.tenant().with(key), endpoint, Target.of(user, "t"))
        .then()
        .statusCode(403)
        .body("code", equalTo("forbidden"))
        .body("detail", equalTo(MISSING_SCOPE));

    assertEquals("upstream", user.issued().getString("source"), "nothing was changed");
  }

  @ParameterizedTest
  @MethodSource("withScopes")
  void keyWithThatScopeAloneIsAdmitted(Endpoint endpoint) {
    Entrusted user = Entrusted.xToken();
    VaultTenant tenant = user.tenant();
    String key =
        endpoint.isTheOperators()
            ? Service.operatorKey()
            : tenant.newKey("just enough", sole(endpoint.anyOf()).name());

    Response answer = EndpointCases.call(tenant.with(key), endpoint, Target.of(user, "t"));

    if (endpoint.toString().equals(LIMIT)) {
      answer.then().body("detail", equalTo("The tenant's own limits are the operator's"));
    } else if (ROTATION.contains(endpoint.toString())) {
      answer.then().statusCode(404).body("detail", equalTo("There is no such rotation"));
    } else if (answer.statusCode() == 409) {
      answer.then().body("code", equalTo("conflict"));
    } else {
      assertEquals(2, answer.statusCode() / 100, answer.asString());
    }
  }

  @Test
  void operatorMakesNoDataCalls() {
    Entrusted user = Entrusted.xToken();

    user.tenant()
        .asOperator()
        .body("{\"uid\":\"" + user.uid() + "\"}")
        .post("/v1/tokens/issue")
        .then()
        .statusCode(403);
    assertEquals(0, user.calls());
  }

  @Test
  void broadScopesIncludeTheDataCallsAndNoAdministration() {
    Entrusted user = Entrusted.xToken();
    VaultTenant tenant = user.tenant();
    String all = tenant.newKey("all", "ALL_METHODS");
    String reading = tenant.newKey("reading", "ALL_METHODS_READ_ONLY");

    assertEquals(200, status(user, all, "issue"));
    assertEquals(200, status(user, all, "drop"));
    assertEquals(200, status(user, all, "inspect"));
    assertEquals(403, status(user, reading, "issue"));
    assertEquals(403, status(user, reading, "drop"));
    assertEquals(200, status(user, reading, "inspect"));
    tenant.with(all).get(tenant.path("")).then().statusCode(403);
    tenant.with(reading).get(tenant.path("")).then().statusCode(403);
  }

  private static int status(Entrusted user, String key, String call) {
    String body =
        call.equals("issue") ? "{\"uid\":\"" + user.uid() + "\"}" : "{\"token\":\"never-issued\"}";
    return user.tenant().with(key).body(body).post("/v1/tokens/" + call).statusCode();
  }

  private static String[] allBut(Set<AuthScope> wanted) {
    return Arrays.stream(AuthScope.values())
        .filter(scope -> scope != AuthScope.OPERATOR)
        .filter(scope -> wanted.stream().noneMatch(scope::gives))
        .map(AuthScope::name)
        .toArray(String[]::new);
  }

  private static AuthScope sole(Set<AuthScope> wanted) {
    return wanted.stream().filter(scope -> scope != AuthScope.OPERATOR).findFirst().orElseThrow();
  }
}
