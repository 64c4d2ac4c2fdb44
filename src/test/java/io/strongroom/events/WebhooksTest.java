package io.strongroom.events;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Webhooks as configuration. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class WebhooksTest {
  private static final String URL = "https://hooks.example.com/strongroom";

  private final Told told = new Told(Service.tenant());

  @Test
  void badInputIsRefusedWithItsMember() {
    refused("name", told.put("Upper", Map.of("url", URL)));
    refused("name", told.put("-begins-so", Map.of("url", URL)));
    refused("url", told.put("crm", Map.of()));
    refused("url", told.put("crm", Map.of("url", "ftp://hooks.example.com/")));
    refused("url", told.put("crm", Map.of("url", "https://user:pass@hooks.example.com/")));
    refused("url", told.put("crm", Map.of("url", URL + "#part")));
    refused("secret", with("secret", "whsec_tooshort"));
    refused("secret", with("secret", "secret-of-no-form-4711"));
    refused("events", with("events", List.of()));
    refused("events", with("events", List.of("account.vanished")));
    refused("events", with("events", List.of("quota.near", "quota.near")));
    refused("events", with("events", Arrays.asList("quota.near", null)));
    refused("after", with("after", "-1"));
    refused("after", with("after", "1e3"));
    refused("after", with("after", "999999999"));
    refused("headers", with("headers", Map.of()));
    refused("type", told.tenant().asOperator().get(told.tenant().path("/events?type=no.such")));
    refused("cursor", told.tenant().asOperator().get(told.tenant().path("/events?cursor=x")));

    told.tenant()
        .asOperator()
        .get(told.tenant().path("/webhooks"))
        .then()
        .body("items", hasSize(0));
  }

  @Test
  void secretThatTheServiceMakesIsShownOnceAndStaysWhereNoneIsGiven() {
    String secret =
        told.put("crm", Map.of("url", URL))
            .then()
            .statusCode(201)
            .body("secret", startsWith("whsec_"))
            .extract()
            .path("secret");

    told.put("crm", Map.of("url", URL + "/2")).then().statusCode(200).body("secret", nullValue());

    assertFalse(everythingThatIsTold().contains(secret));
    byte[] sealed =
        Service.value(
            byte[].class, "SELECT secret FROM webhook WHERE tenant_id = ?", told.tenant().id());
    assertFalse(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1).contains(secret));
  }

  @Test
  void givenSecretIsNeverShown() {
    told.put("crm", Map.of("url", URL, "secret", Receiver.SECRET))
        .then()
        .statusCode(201)
        .body("secret", nullValue());

    assertFalse(everythingThatIsTold().contains(Receiver.SECRET));
  }

  @Test
  void editIsBasedOnTheRevisionThatWasSeen() {
    String tag = told.put("crm", Map.of("url", URL)).then().extract().header("ETag");
    told.put("crm", Map.of("url", URL)).then().statusCode(200);

    as("If-Match", tag).put(path()).then().statusCode(412);
    as("If-None-Match", "*").put(path()).then().statusCode(412);
    as("If-Match", tag).delete(path()).then().statusCode(412);
    String now = told.tenant().asOperator().get(path()).then().extract().header("ETag");
    as("If-Match", now).delete(path()).then().statusCode(204);
    as("If-Match", now).delete(path()).then().statusCode(404);
    told.tenant().asOperator().get(path()).then().statusCode(404);
  }

  @Test
  void tenantHasTenAtMostAndTheyAreListedByName() {
    for (int i = 0; i < 10; i++) {
      told.put("hook-" + i, Map.of("url", URL, "events", List.of("quota.near")));
    }
    told.put("one-more", Map.of("url", URL)).then().statusCode(409);
    told.put("hook-3", Map.of("url", URL)).then().statusCode(200);

    Response first = told.tenant().asOperator().get(told.tenant().path("/webhooks?limit=9"));
    first
        .then()
        .body("items.name", hasSize(9))
        .body("items[0].events", equalTo(List.of("quota.near")))
        .body("items[3].events", hasSize(EventType.values().length))
        .body("items[0].delivery.state", equalTo("ok"))
        .body("nextCursor", equalTo("hook-8"));
    told.tenant()
        .asOperator()
        .get(told.tenant().path("/webhooks?cursor=hook-8"))
        .then()
        .body("items.name", equalTo(List.of("hook-9")));
  }

  @Test
  void deletedTenantKeepsNone() {
    told.put("crm", Map.of("url", URL));
    told.tenant().asOperator().delete(told.tenant().path("")).then().statusCode(204);

    told.tenant().asOperator().get(path()).then().statusCode(404);
    told.put("crm", Map.of("url", URL)).then().statusCode(404);
  }

  private String everythingThatIsTold() {
    String all =
        told.webhook("crm").prettify()
            + told.tenant().asOperator().get(told.tenant().path("/webhooks")).asString()
            + told.tenant().asOperator().get(told.tenant().path("/audit")).asString();
    assertTrue(all.contains(URL));
    return all;
  }

  private Response with(String member, Object value) {
    Map<String, Object> body = new HashMap<>();
    body.put("url", URL);
    body.put(member, value);
    return told.put("crm", body);
  }

  private static void refused(String member, Response answer) {
    answer
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-request"))
        .body("member", startsWith(member));
    assertEquals(-1, answer.asString().indexOf("4711"));
  }

  private String path() {
    return told.tenant().path("/webhooks/crm");
  }

  private io.restassured.specification.RequestSpecification as(String header, String tag) {
    return told.tenant().asOperator().header(header, tag).body(Map.of("url", URL));
  }
}
