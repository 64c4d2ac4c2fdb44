package io.strongroom.console.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.restassured.specification.RequestSpecification;
import io.strongroom.console.browser.Browsers.Window;
import io.strongroom.database.ServiceProcess;
import io.strongroom.service.ServiceSettings;
import io.strongroom.service.TestKeys;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People at the packaged service's console. */
@Tag("console")
class ConsoleIT {
  private static final String SCRIPT = "<script>alert(1)<";
  private static final String HANDLER = "\"><img src=x onerror=alert(1)>";
  private static final String OPERATOR_KEY = TestKeys.random();
  private static final int DESK = 1200;
  private static final int TELEPHONE = 360;

  @TempDir private static Path folder;
  private static ServiceProcess service;
  private static Upstream upstream;
  private static Browsers browsers;
  private static VaultTenant tenant;
  private static String adminKey;

  @BeforeAll
  static void start() {
    upstream = new Upstream();
    service =
        ServiceProcess.start(
            folder.resolve("data"),
            ServiceSettings.of(OPERATOR_KEY, Map.of("STRONGROOM_ROTATION_LINGER", "PT1S")));
    browsers = new Browsers();
    tenant = upstream.tenantOf(service.baseUri(), OPERATOR_KEY, "x-token", Map.of());
    tenant.asOperator().body(Map.of("name", HANDLER)).put(tenant.path("")).then().statusCode(200);
    adminKey = tenant.newKey("administration", "TENANT_ADMIN");
    tenant.newKey(HANDLER, "PRICING");
    tenant.asOperator().body(Map.of("limit", 1000)).put(tenant.path("/quotas/issue"));
    Stream.of("ann", "ben", "cleo", "dora", SCRIPT).forEach(ConsoleIT::entrust);
    tenant.with(TestKeys.random()).get(tenant.path(""));
    tenant.putMasterToken("never-signed-in", "unknown-upstream").then().statusCode(204);
    tenant.issue("never-signed-in").then().statusCode(409);
    given()
        .baseUri(service.baseUri().toString())
        .header("Api-Key", adminKey)
        .body("{\"environment\":\"production\",\"uid\":\"imported\",\"masterToken\":\"m\"}\n")
        .put(tenant.path("/imports/springtime"))
        .then()
        .statusCode(201);
  }

  private static void entrust(String uid) {
    tenant.putMasterToken(uid, upstream.signIn("x-token", uid)).then().statusCode(204);
    tenant.issue(uid).then().statusCode(200);
  }

  @AfterAll
  static void stop() {
    browsers.close();
    service.close();
    upstream.close();
  }

  private static List<String> pages() {
    String of = "tenant=" + tenant.id();
    return List.of(
        "tenants",
        "overview?" + of,
        "accounts?" + of,
        "account?environment=production&uid=ann&" + of,
        "revocations?" + of,
        "keys?" + of,
        "audit?" + of,
        "imports?" + of,
        "rotations?" + of);
  }

  @ParameterizedTest
  @CsvSource({"light, 1200", "dark, 1200", "light, 360", "dark, 360"})
  void everyPageCanBeReadAndNothingInANameRuns(String scheme, int width) {
    try (Window window =
        browsers.open(
            service.baseUri(), width, ColorScheme.valueOf(scheme.toUpperCase(Locale.ROOT)))) {
      window.page().navigate("/console");
      window.picture("sign-in-" + scheme + "-" + width);
      window.assertNothingGraveForAxe();
      window.signIn(OPERATOR_KEY);
      for (String page : pages()) {
        window.go("/console/" + page);
        window.picture(page.replaceFirst("\\?.*", "") + "-" + scheme + "-" + width);
        assertThat(window.page().locator(".notice.bad")).hasCount(0);
        window.assertFits();
        window.assertNothingGraveForAxe();
      }
    }
  }

  /** Where there is no {@code Sec-Fetch-Site}, this alone tells it from a form of another site. */
  @Test
  void formSaysWhereItComesFrom() {
    try (Window window = browsers.open(service.baseUri(), DESK, ColorScheme.LIGHT)) {
      window.page().navigate("/console/sign-in");
      window.page().getByLabel("API key of an administrator").fill(adminKey);
      String origin =
          window
              .page()
              .waitForRequest(
                  request -> request.method().equals("POST"),
                  () -> button(window, "Sign in").click())
              .headerValue("origin");
      assertEquals("http://" + service.baseUri().getAuthority(), origin);
    }
  }

  @Test
  void axeFindsWhatIsPlanted() {
    try (Window window = atDesk(adminKey)) {
      window.page().evaluate("() => document.body.append(document.createElement('input'))");
      assertTrue(window.graveForAxe().toString().contains("label at"));
    }
  }

  @Test
  void markupInNamesIsShownAsItIs() {
    try (Window window = atDesk(adminKey)) {
      window.go("/console/accounts");
      assertThat(link(window, SCRIPT)).isVisible();
      assertThat(window.page().locator("#tenant-name")).hasText(HANDLER);
      window.go("/console/keys");
      assertThat(window.page().locator("td").getByText(HANDLER, exactly()).first()).isVisible();
      assertThat(window.page().locator("img")).hasCount(0);
    }
  }

  @Test
  void signingOutMakesAStolenCookieWorthless() {
    String stolen;
    try (Window window = atDesk(adminKey)) {
      stolen = window.cookie();
      withCookie(stolen).get(tenant.path("")).then().statusCode(200);
      button(window, "Sign out").click();
      assertThat(window.page().getByLabel("API key of an administrator")).isVisible();
      assertTrue(window.page().url().endsWith("/console/sign-in"));
    }
    withCookie(stolen).get(tenant.path("")).then().statusCode(401);
    withCookie(stolen).get("/console/keys").then().statusCode(401);
  }

  @Test
  void sessionWithoutProofChangesNothing() {
    try (Window window = atDesk(adminKey)) {
      int status =
          (Integer)
              window
                  .page()
                  .evaluate(
                      "path => fetch(path, {method: 'POST', body: JSON.stringify({name: 'x',"
                          + " authScopes: ['PRICING']})}).then(answer => answer.status)",
                      tenant.path("/api-keys"));
      assertEquals(403, status);
    }
  }

  @Test
  void revocationIsCountedThenConfirmed() {
    entrust("revoked-by-mouse");
    try (Window window = atDesk(adminKey)) {
      window.go("/console/account?environment=production&uid=revoked-by-mouse");
      button(window, "Revoke master token and tokens …").click();
      assertThat(window.page().locator("dialog h2")).hasText("Revoke 1 client token?");
      window.picture("confirmation");
      window.assertNothingGraveForAxe();
      button(window, "Cancel").click();
      tenant.account("revoked-by-mouse").then().body("status", equalTo("authorized"));

      button(window, "Revoke master token and tokens …").click();
      button(window, "Revoke 1 client token").click();
      assertThat(window.page().locator("#notice")).containsText("1 client token of 1 revoked");
      assertThat(window.page().getByText("not-authorized")).isVisible();
      tenant.account("revoked-by-mouse").then().body("reason", equalTo("revoked"));
      link(window, "See the report").click();
      assertThat(window.page().getByText("Revoked here")).isVisible();
    }
  }

  @Test
  void revocationNeedsNoMouse() {
    entrust("revoked-by-keys");
    try (Window window = browsers.open(service.baseUri(), TELEPHONE, ColorScheme.DARK)) {
      window.signIn(adminKey);
      window.go("/console/account?environment=production&uid=revoked-by-keys");
      tabTo(window, "Revoke tokens …");
      window.page().keyboard().press("Enter");
      assertThat(window.page().locator("dialog h2")).hasText("Revoke 1 client token?");
      tabTo(window, "Revoke 1 client token");
      window.page().keyboard().press("Enter");
      assertThat(window.page().locator("#notice")).containsText("1 client token of 1 revoked");
      tenant.account("revoked-by-keys").then().body("tokens.size()", equalTo(0));
    }
  }

  @Test
  void masterTokenGoesInAndIsShownNowhere() {
    String secret = upstream.signIn("x-token", "new-user");
    try (Window window = atDesk(adminKey)) {
      window.go("/console/account?environment=production&uid=new-user");
      window
          .page()
          .getByLabel("Master token", new Page.GetByLabelOptions().setExact(true))
          .fill(secret);
      button(window, "Put the master token").click();
      assertThat(window.page().locator("#notice")).containsText("was put");
      assertThat(
              window.page().getByLabel("Master token", new Page.GetByLabelOptions().setExact(true)))
          .hasValue("");
      assertTrue(!window.page().content().contains(secret));
      tenant.issue("new-user").then().statusCode(200);
    }
  }

  @Test
  void keyIsMadeShownOnceAndDeleted() {
    try (Window window = atDesk(adminKey)) {
      window.go("/console/keys");
      window.page().getByLabel("Name").fill("made by a person");
      window.page().getByLabel("TOKEN_ISSUE").check();
      button(window, "Make the key").click();
      String made = window.page().locator("#new-key").textContent();
      tenant.with(made).body(Map.of("uid", "ann")).post("/v1/tokens/issue").then().statusCode(200);
      window.go("/console/keys");
      assertThat(window.page().locator("#new-key")).hasCount(0);
      button(window, "Delete the key made by a person").click();
      button(window, "Delete the key").last().click();
      assertThat(window.page().locator("#notice")).containsText("was deleted");
      tenant.with(made).body(Map.of("uid", "ann")).post("/v1/tokens/issue").then().statusCode(401);
    }
  }

  @Test
  void recordIsVerified() {
    try (Window window = atDesk(adminKey)) {
      window.go("/console/audit?uid=ann");
      assertThat(window.page().getByText("master-token-put").first()).isVisible();
      button(window, "Verify the record").click();
      assertThat(window.page().getByText("The record is what was sealed")).isVisible();
      window.picture("audit-verified");
    }
  }

  @Test
  void rotationIsWatchedToItsEnd() {
    try (Window window = atDesk(OPERATOR_KEY)) {
      window.go("/console/rotations?tenant=" + tenant.id());
      button(window, "Begin …").click();
      button(window, "Begin the rotation").click();
      assertThat(window.page().locator("progress").first()).isVisible();
      window.picture("rotation-running");
      assertThat(window.page().locator("main h2 .badge").first())
          .hasText("done", new LocatorAssertions.HasTextOptions().setTimeout(60_000));
      assertThat(window.page().locator("progress")).hasCount(0);
    }
  }

  @Test
  void sessionThatHasEndedLeadsToTheWayIn() {
    String key = tenant.newKey("short-lived", "TENANT_ADMIN");
    try (Window window = atDesk(key)) {
      window.go("/console/keys");
      String id =
          tenant
              .asOperator()
              .get(tenant.path("/api-keys"))
              .path("items.find { it.name == 'short-lived' }.keyId");
      tenant.asOperator().delete(tenant.path("/api-keys/" + id)).then().statusCode(204);
      window.page().getByLabel("Name").fill("too late");
      button(window, "Make the key").click();
      assertThat(window.page().getByLabel("API key of an administrator")).isVisible();
    }
  }

  private static Window atDesk(String key) {
    Window window = browsers.open(service.baseUri(), DESK, ColorScheme.LIGHT);
    window.signIn(key);
    return window;
  }

  private static void tabTo(Window window, String name) {
    for (int presses = 0; presses < 60; presses++) {
      window.page().keyboard().press("Tab");
      if (name.equals(window.page().evaluate("() => document.activeElement.textContent"))) {
        return;
      }
    }
    throw new AssertionError("the keyboard does not reach " + name);
  }

  private static Locator button(Window window, String name) {
    return window
        .page()
        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator link(Window window, String name) {
    return window
        .page()
        .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator.GetByTextOptions exactly() {
    return new Locator.GetByTextOptions().setExact(true);
  }

  private static RequestSpecification withCookie(String value) {
    return given().baseUri(service.baseUri().toString()).cookie("strongroom", value);
  }
}
